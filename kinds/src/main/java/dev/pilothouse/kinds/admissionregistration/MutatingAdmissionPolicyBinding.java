package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;

/// Where and with which parameters a policy applies. Source: API reference "MutatingAdmissionPolicyBinding v1 admissionregistration.k8s.io".
public final class MutatingAdmissionPolicyBinding implements Kind {
    private static final Traits TRAITS = Traits.of("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding")
            .counting("spec").with(Flag.CONDITIONAL_UPDATE, Flag.ANY_FINALIZER, Flag.METADATA_JUDGED_ONCE);
    private static final Table TABLE = Columns.of(
            "admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding",
            Cells.text("spec", "policyName"),
            Cells.of(PolicyCells::paramRef));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(
                object, "spec", spec -> Fill.inside(spec, "matchResources", WebhookDefaults::constraints));
    }

    @Override
    public void validate(Place object) {
        Place spec = object.at("spec");
        BindingRules.check(spec, MatchRules::checkChanging);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
