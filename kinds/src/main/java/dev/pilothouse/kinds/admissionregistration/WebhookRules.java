package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.cel.PolicyEnvironment;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for webhooks of both sorts.
final class WebhookRules {
    private static final int LONGEST_SECONDS = 30;
    private static final int MOST_CONDITIONS = 64;
    private static final Set<String> REVIEWS = Set.of("v1", "v1beta1");
    private static final List<String> SIDE_EFFECTS = List.of("None", "NoneOnDryRun");
    private static final Check FAILURE = Checks.optional(Checks.oneOf("Fail", "Ignore"));
    private static final Check MATCH = Checks.optional(Checks.oneOf("Equivalent", "Exact"));
    private static final Check AGAIN = Checks.optional(Checks.oneOf("IfNeeded", "Never"));

    private WebhookRules() {}

    static void check(Place configuration) {
        Set<String> names = new HashSet<>();
        configuration.at("webhooks").each(webhook -> {
            webhook(webhook);
            if (!names.add(webhook.at("name").text())) {
                webhook.at("name").duplicate();
            }
        });
    }

    private static void webhook(Place webhook) {
        name(webhook.at("name"));
        webhook.at("rules").each(OperationRules::check);
        FAILURE.check(webhook.at("failurePolicy"));
        MATCH.check(webhook.at("matchPolicy"));
        AGAIN.check(webhook.at("reinvocationPolicy"));
        Place effects = webhook.at("sideEffects");
        if (effects.isAbsent()) {
            effects.required("must specify one of None, NoneOnDryRun");
        } else if (!SIDE_EFFECTS.contains(effects.text())) {
            effects.notSupported(SIDE_EFFECTS);
        }
        Place seconds = webhook.at("timeoutSeconds");
        if (seconds.isPresent() && (seconds.number() < 1 || seconds.number() > LONGEST_SECONDS)) {
            seconds.invalid("the timeout value must be between 1 and " + LONGEST_SECONDS + " seconds");
        }
        Checks.SELECTOR.check(webhook.at("namespaceSelector"));
        Checks.SELECTOR.check(webhook.at("objectSelector"));
        ClientRules.check(webhook.at("clientConfig"));
        reviews(webhook.at("admissionReviewVersions"));
        conditions(webhook.at("matchConditions"), new PolicyExpressions(PolicyEnvironment.of(false)));
    }

    private static void name(Place name) {
        if (name.isEmpty()) {
            name.required("");
            return;
        }
        List<String> broken = NameRules.dns1123Subdomain(name.text());
        name.invalidEach(broken);
        if (broken.isEmpty() && name.text().split("\\.").length < 3) {
            name.invalid("should be a domain with at least three segments separated by dots");
        }
    }

    private static void reviews(Place versions) {
        if (versions.isEmpty()) {
            versions.required("must specify one of v1, v1beta1");
            return;
        }
        Set<String> seen = new HashSet<>();
        versions.each(version -> {
            if (!seen.add(version.text())) {
                version.invalid("duplicate version");
                return;
            }
            version.invalidEach(NameRules.dns1035Label(version.text()));
        });
        if (seen.stream().noneMatch(REVIEWS::contains)) {
            versions.invalid("must include at least one of v1, v1beta1");
        }
    }

    static void conditions(Place conditions, PolicyExpressions expressions) {
        Checks.atMostItems(MOST_CONDITIONS).check(conditions);
        Set<String> names = new HashSet<>();
        conditions.each(condition -> {
            Place name = condition.at("name");
            Place expression = condition.at("expression");
            if (PolicyRules.specified(expression, "")) {
                expressions.checkStripped(expression, PolicyExpressions.BOOL);
            }
            name.check(Checks.required("", Checks.QUALIFIED_NAME));
            if (!name.isEmpty() && !names.add(name.text())) {
                name.duplicate();
            }
        });
    }
}
