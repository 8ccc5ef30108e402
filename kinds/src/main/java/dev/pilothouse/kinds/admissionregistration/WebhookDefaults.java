package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// Defaults that webhooks and admission policies share.
final class WebhookDefaults {
    private static final long TIMEOUT_SECONDS = 10;
    private static final long PORT = 443;

    private WebhookDefaults() {}

    static ObjectTree validating(ObjectTree webhook) {
        ObjectTree filled = Fill.missing(webhook, "failurePolicy", "Fail");
        filled = match(filled);
        filled = Fill.missing(filled, "timeoutSeconds", TIMEOUT_SECONDS);
        filled = Fill.inside(
                filled,
                "clientConfig",
                client -> Fill.inside(client, "service", service -> Fill.missing(service, "port", PORT)));
        return Fill.each(filled, "rules", WebhookDefaults::rule);
    }

    static ObjectTree mutating(ObjectTree webhook) {
        return Fill.missing(validating(webhook), "reinvocationPolicy", "Never");
    }

    /// What a write must be like to be looked at.
    static ObjectTree match(ObjectTree resources) {
        ObjectTree filled = Fill.missing(resources, "matchPolicy", "Equivalent");
        filled = Fill.missing(filled, "namespaceSelector", ObjectTree.EMPTY);
        return Fill.missing(filled, "objectSelector", ObjectTree.EMPTY);
    }

    /// `matchConstraints` of a policy, `matchResources` of a binding.
    static ObjectTree constraints(ObjectTree constraints) {
        ObjectTree filled = match(constraints);
        filled = Fill.each(filled, "resourceRules", WebhookDefaults::rule);
        return Fill.each(filled, "excludeResourceRules", WebhookDefaults::rule);
    }

    static ObjectTree rule(ObjectTree rule) {
        return Fill.missing(rule, "scope", "*");
    }
}
