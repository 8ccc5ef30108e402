package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for containers that are restarted in another way than their pod (KEP-753, KEP-5307).
final class RestartRules {
    private static final int RULES_LIMIT = 20;
    private static final int EXIT_CODES_LIMIT = 255;
    private static final List<String> POLICIES = List.of("Always", "Never", "OnFailure");

    private RestartRules() {}

    static void ofContainer(Place container) {
        check(container);
    }

    static void ofInitContainer(Place container) {
        check(container);
        if (Containers.isSidecar(container.object()) && !container.at("restartPolicyRules").isEmpty()) {
            container
                    .at("restartPolicyRules")
                    .forbidden("restartPolicyRules are not allowed for init containers with restart policy Always");
        }
    }

    private static void check(Place container) {
        Place policy = container.at("restartPolicy");
        if (policy.isPresent()) {
            policy.check(Checks.oneOf(POLICIES.toArray(String[]::new)));
        }
        Place rules = container.at("restartPolicyRules");
        if (rules.isEmpty()) {
            return;
        }
        if (policy.isAbsent()) {
            policy.required("must specify restartPolicy when restart rules are used");
        }
        if (rules.list().size() > RULES_LIMIT) {
            rules.tooMany(RULES_LIMIT);
        }
        rules.each(RestartRules::rule);
    }

    private static void rule(Place rule) {
        rule.at("action").check(Checks.requiredOneOf("Restart", "RestartAllContainers"));
        Place codes = rule.at("exitCodes");
        if (codes.isAbsent()) {
            codes.required("must be specified");
            return;
        }
        codes.at("operator").check(Checks.requiredOneOf("In", "NotIn"));
        Place values = codes.at("values");
        if (values.isEmpty()) {
            values.required("must specify at least one value");
        } else if (values.list().size() > EXIT_CODES_LIMIT) {
            values.tooMany(EXIT_CODES_LIMIT);
        }
        Checks.unique().check(values);
    }
}
