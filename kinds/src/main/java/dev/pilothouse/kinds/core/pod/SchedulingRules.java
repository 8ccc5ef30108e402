package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for what a pod bears, how it spreads, and what it waits for before it is scheduled.
public final class SchedulingRules {
    public static final Check TAINT_EFFECT = Checks.oneOfInOrder("NoSchedule", "PreferNoSchedule", "NoExecute");

    private static final Check INCLUSION = Checks.optional(Checks.oneOf("Honor", "Ignore"));
    private static final String POSITIVE = "must be greater than zero";

    private SchedulingRules() {}

    public static void tolerations(Place tolerations) {
        tolerations.each(toleration -> {
            Place key = toleration.at("key");
            Place operator = toleration.at("operator");
            Place effect = toleration.at("effect");
            String value = toleration.at("value").text();
            if (!key.isEmpty()) {
                key.invalidEach(NameRules.qualifiedName(key.text()));
            } else if (!operator.is("Exists")) {
                operator.invalidText("operator must be Exists when `key` is empty, which means \"match all values and"
                        + " all keys\"");
            }
            if (toleration.at("tolerationSeconds").isPresent() && !effect.is("NoExecute")) {
                effect.invalidText("effect must be 'NoExecute' when `tolerationSeconds` is set");
            }
            switch (operator.text()) {
                case "", "Equal" -> {
                    List<String> broken = NameRules.labelValue(value);
                    if (!broken.isEmpty()) {
                        operator.invalid(value, String.join(";", broken));
                    }
                }
                case "Exists" -> {
                    if (!value.isEmpty()) {
                        operator.invalid(value, "value must be empty when `operator` is 'Exists'");
                    }
                }
                default -> operator.notSupported(List.of("Equal", "Exists"));
            }
            effect.check(Checks.nonEmpty(TAINT_EFFECT));
        });
    }

    static void spread(Place constraints, PodScope scope) {
        List<ObjectTree> all = constraints.list().objects();
        constraints.each(constraint -> {
            Place skew = constraint.at("maxSkew");
            if (skew.number() <= 0) {
                skew.invalidNumber(POSITIVE);
            }
            constraint.at("topologyKey").check(Checks.required("can not be empty"));
            Place action = constraint.at("whenUnsatisfiable");
            Checks.oneOf("DoNotSchedule", "ScheduleAnyway").check(action);
            for (ObjectTree later : all.subList(constraint.index() + 1, all.size())) {
                if (isSame(constraint.object(), later)) {
                    constraint
                            .at("{topologyKey, whenUnsatisfiable}")
                            .duplicate("{" + later.text("topologyKey") + ", " + later.text("whenUnsatisfiable") + "}");
                    break;
                }
            }
            Place domains = constraint.at("minDomains");
            if (domains.isPresent()) {
                if (domains.number() <= 0) {
                    domains.invalid(POSITIVE);
                }
                if (!action.is("DoNotSchedule")) {
                    domains.invalid(
                            "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action.text());
                }
            }
            INCLUSION.check(constraint.at("nodeAffinityPolicy"));
            INCLUSION.check(constraint.at("nodeTaintsPolicy"));
            labelKeys(constraint);
            AffinityRules.selector(constraint.at("labelSelector"), scope.lenient().spreadSelectors());
        });
    }

    private static boolean isSame(ObjectTree a, ObjectTree b) {
        return a.text("topologyKey").equals(b.text("topologyKey"))
                && a.text("whenUnsatisfiable").equals(b.text("whenUnsatisfiable"));
    }

    private static void labelKeys(Place constraint) {
        Place keys = constraint.at("matchLabelKeys");
        if (keys.isEmpty()) {
            return;
        }
        Place selector = constraint.at("labelSelector");
        if (selector.isAbsent()) {
            keys.forbidden("must not be specified when labelSelector is not set");
        }
        Set<String> twice = selected(selector.object(), keys.list().texts());
        keys.each(key -> {
            key.invalidEach(NameRules.qualifiedName(key.text()));
            if (twice.contains(key.text())) {
                key.invalid("exists in both matchLabelKeys and labelSelector");
            }
        });
    }

    /// The keys that the selector has besides the requirement that a key itself became.
    private static Set<String> selected(ObjectTree selector, List<String> keys) {
        Set<String> seen = new HashSet<>(selector.object("matchLabels").names());
        Set<String> twice = new HashSet<>();
        for (Tree expression : selector.list("matchExpressions")) {
            String key = expression.asObject().text("key");
            if (keys.contains(key) && seen.contains(key)) {
                twice.add(key);
            }
            seen.add(key);
        }
        return twice;
    }

    static void gates(Place gates) {
        Set<String> names = new HashSet<>();
        gates.each(gate -> {
            String name = gate.at("name").text();
            gate.invalidEach(name, NameRules.qualifiedName(name));
            if (!names.add(name)) {
                gate.duplicate(name);
            }
        });
    }
}
