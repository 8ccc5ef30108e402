package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for what a job makes of failed pods (KEP-3329).
final class PodFailurePolicyRules {
    private static final int RULES_LIMIT = 20;
    private static final int CODES_LIMIT = 255;
    private static final int PATTERNS_LIMIT = 20;
    private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");

    private PodFailurePolicyRules() {}

    static void check(Place policy, ObjectTree spec) {
        Place rules = policy.at("rules");
        if (rules.list().size() > RULES_LIMIT) {
            rules.tooMany(RULES_LIMIT);
        }
        Set<String> containers = new HashSet<>();
        for (String list : List.of("containers", "initContainers")) {
            for (Tree container : spec.at("template", "spec", list).asList()) {
                containers.add(container.asObject().text("name"));
            }
        }
        rules.each(rule -> rule(rule, spec, containers));
    }

    private static void rule(Place rule, ObjectTree spec, Set<String> containers) {
        Place action = rule.at("action");
        if (action.is("FailIndex") && spec.get("backoffLimitPerIndex").isNull()) {
            action.invalid("requires the backoffLimitPerIndex to be set");
        } else {
            choice(action, ACTIONS);
        }
        Place codes = rule.at("onExitCodes");
        Place conditions = rule.at("onPodConditions");
        if (codes.isPresent()) {
            codes(codes, containers);
        }
        if (!conditions.isEmpty()) {
            conditions(conditions);
        }
        if (codes.isPresent() && !conditions.isEmpty()) {
            rule.invalidUnshown("specifying both OnExitCodes and OnPodConditions is not supported");
        }
        if (codes.isAbsent() && conditions.isEmpty()) {
            rule.invalidUnshown("specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    private static void choice(Place value, List<String> supported) {
        if (value.isEmpty()) {
            value.required("valid values: [\"" + String.join("\" \"", supported) + "\"]");
        } else if (!supported.contains(value.text())) {
            value.notSupported(supported);
        }
    }

    private static void codes(Place codes, Set<String> containers) {
        choice(codes.at("operator"), OPERATORS);
        Place name = codes.at("containerName");
        if (name.isPresent() && !containers.contains(name.text())) {
            name.invalid("must be one of the container or initContainer names in the pod template");
        }
        Place values = codes.at("values");
        if (values.isEmpty()) {
            values.invalid("at least one value is required");
        } else if (values.list().size() > CODES_LIMIT) {
            values.tooMany(CODES_LIMIT);
        }
        Set<Long> seen = new HashSet<>();
        boolean[] ordered = {true};
        long[] last = {Long.MIN_VALUE};
        values.each(value -> {
            long code = value.number();
            if (codes.at("operator").is("In") && code == 0) {
                value.invalidNumber("must not be 0 for the In operator");
            }
            if (!seen.add(code)) {
                value.duplicate();
            }
            ordered[0] &= code >= last[0];
            last[0] = code;
        });
        if (!ordered[0]) {
            values.invalid("must be ordered");
        }
    }

    private static void conditions(Place conditions) {
        if (conditions.list().size() > PATTERNS_LIMIT) {
            conditions.tooMany(PATTERNS_LIMIT);
        }
        conditions.each(condition -> {
            Place type = condition.at("type");
            type.invalidEach(NameRules.qualifiedName(type.text()));
            choice(condition.at("status"), STATUSES);
        });
    }
}
