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

/// Expressions that may refuse a write. Source: API reference "ValidatingAdmissionPolicy v1 admissionregistration.k8s.io".
public final class ValidatingAdmissionPolicy implements Kind {
    private static final Traits TRAITS = Traits.of("admissionregistration.k8s.io", "ValidatingAdmissionPolicy")
            .counting("spec").with(Flag.CONDITIONAL_UPDATE, Flag.ANY_FINALIZER, Flag.METADATA_JUDGED_ONCE).statusKeeping(Traits.STATUS_METADATA);
    private static final Table TABLE = Columns.of(
            "admissionregistration.k8s.io", "ValidatingAdmissionPolicy",
            Cells.size("spec", "validations"),
            Cells.of(PolicyCells::paramKind));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", ValidatingAdmissionPolicy::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        return Fill.inside(
                Fill.missing(spec, "failurePolicy", "Fail"), "matchConstraints", WebhookDefaults::constraints);
    }

    @Override
    public void validate(Place object) {
        ValidationRules.check(object, ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        ValidationRules.check(object, old);
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        ValidationRules.status(object.at("status"));
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
