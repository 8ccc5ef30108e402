package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for taints of devices and for what tolerates them.
final class DeviceTaintRules {
    private static final Check EFFECT = Checks.oneOf("NoExecute", "NoSchedule", "None");
    private static final Check VALUE = Checks.syntax(NameRules::labelValue);
    private static final List<String> OPERATORS = List.of("Equal", "Exists");

    private DeviceTaintRules() {}

    static void taint(Place taint) {
        Checks.QUALIFIED_NAME.check(taint.at("key"));
        VALUE.check(taint.at("value"));
        taint.at("effect").check(Checks.required("", EFFECT));
    }

    static void toleration(Place toleration) {
        Checks.nonEmpty(Checks.QUALIFIED_NAME).check(toleration.at("key"));
        Place operator = toleration.at("operator");
        Place value = toleration.at("value");
        switch (operator.text()) {
            case "Exists" -> {
                if (!value.isEmpty()) {
                    value.invalid("must be empty for operator `Exists`");
                }
            }
            case "Equal" -> VALUE.check(value.isAbsent() ? value.with(Tree.of("")) : value);
            case "" -> operator.required("");
            default -> operator.notSupported(OPERATORS);
        }
        Checks.nonEmpty(EFFECT).check(toleration.at("effect"));
    }
}
