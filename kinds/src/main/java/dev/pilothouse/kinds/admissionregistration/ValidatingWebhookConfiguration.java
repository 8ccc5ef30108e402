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

/// Webhooks that may refuse a write. Source: API reference "ValidatingWebhookConfiguration v1 admissionregistration.k8s.io".
public final class ValidatingWebhookConfiguration implements Kind {
    private static final Traits TRAITS = Traits.of("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")
            .counting("webhooks").with(Flag.CONDITIONAL_UPDATE, Flag.ANY_FINALIZER, Flag.METADATA_JUDGED_ONCE);
    private static final Table TABLE = Columns.of(
            "admissionregistration.k8s.io", "ValidatingWebhookConfiguration",
            Cells.size("webhooks"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.each(object, "webhooks", WebhookDefaults::validating);
    }

    @Override
    public void validate(Place object) {
        WebhookRules.check(object);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
