package dev.pilothouse.kinds.autoscaling;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Optional;

/// Rules for autoscalers, apart from their metrics.
final class HorizontalPodAutoscalerRules {
    private static final int WINDOW_LIMIT = 3600;
    private static final int PERIOD_LIMIT = 1800;
    private static final Check SEGMENT = Checks.required("", Checks.syntax(NameRules::pathSegment));
    private static final Check SELECT = Checks.oneOf("Disabled", "Max", "Min");
    private static final Check POLICY = Checks.oneOf("Percent", "Pods");

    private HorizontalPodAutoscalerRules() {}

    /// @param old the object that is replaced, empty at creation: a target that it named in vain may stay
    static void check(Place scaler, ObjectTree old) {
        Place spec = scaler.at("spec");
        Place least = spec.at("minReplicas");
        Place most = spec.at("maxReplicas");
        least.check(Checks.optional(Checks.atLeast(1)));
        if (most.number() == 0) {
            most.required("must be set and greater than 0");
        } else {
            most.check(Checks.atLeast(1));
        }
        if (least.isPresent() && most.number() < least.number()) {
            most.invalidNumber("must be greater than or equal to `minReplicas`");
        }
        reference(spec.at("scaleTargetRef"));
        if (wrongTarget(old.object("spec").object("scaleTargetRef")).isEmpty() || old.isEmpty()) {
            Place target = spec.at("scaleTargetRef");
            wrongTarget(target.object()).ifPresent(target.at("apiVersion")::invalidText);
        }
        spec.at("metrics").each(MetricRules::check);
        if (least.isPresent() && least.number() == 0 && spec.at("metrics").list().objects().stream().noneMatch(HorizontalPodAutoscalerRules::isFromElsewhere)) {
            spec.at("metrics")
                    .forbidden("must specify at least one Object or External metric to support scaling to zero replicas");
        }
        for (String way : List.of("scaleUp", "scaleDown")) {
            Place rules = spec.at("behavior", way);
            if (rules.isPresent()) {
                scaling(rules);
            }
        }
    }

    /// Whether a metric goes on when no pod is left to tell one.
    private static boolean isFromElsewhere(ObjectTree metric) {
        return metric.text("type").equals("Object") || metric.text("type").equals("External");
    }

    /// What is wrong with the version of what is scaled: only of the core group's kinds one may be without a group.
    private static Optional<String> wrongTarget(ObjectTree target) {
        String version = target.text("apiVersion");
        Optional<String> malformed = GroupVersion.malformed(version);
        boolean bare = version.indexOf('/') <= 0;
        return malformed.isPresent() || !bare || target.text("kind").equals("ReplicationController")
                ? malformed
                : Optional.of("apiVersion must specify API group");
    }

    static void reference(Place target) {
        target.at("kind").check(SEGMENT);
        target.at("name").check(SEGMENT);
    }

    private static void scaling(Place rules) {
        Place window = rules.at("stabilizationWindowSeconds");
        if (window.number() < 0) {
            window.invalid("must be greater than or equal to zero");
        }
        if (window.number() > WINDOW_LIMIT) {
            window.invalid("must be less than or equal to " + WINDOW_LIMIT);
        }
        rules.at("selectPolicy").check(Checks.optional(SELECT));
        Place policies = rules.at("policies");
        policies.check(Checks.required("must specify at least one Policy"));
        policies.each(policy -> {
            POLICY.check(policy.at("type"));
            for (String field : List.of("value", "periodSeconds")) {
                if (policy.at(field).number() <= 0) {
                    policy.at(field).invalidNumber("must be greater than zero");
                }
            }
            if (policy.at("periodSeconds").number() > PERIOD_LIMIT) {
                policy.at("periodSeconds").invalid("must be less than or equal to " + PERIOD_LIMIT);
            }
        });
    }
}
