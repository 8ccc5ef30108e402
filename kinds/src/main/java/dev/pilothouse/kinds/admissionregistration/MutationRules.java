package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;

/// Rules for policies that change: each change is one of two sorts, and carries the expression of its sort alone.
final class MutationRules {
    private static final Check PATCH_TYPE = Checks.requiredOneOf("ApplyConfiguration", "JSONPatch");
    private static final Check AGAIN = Checks.requiredOneOf("IfNeeded", "Never");

    private MutationRules() {}

    static void check(Place policy, ObjectTree old) {
        Place spec = policy.at("spec");
        PolicyExpressions expressions =
                PolicyRules.start(spec, MatchRules::checkChanging, old).changing();
        Place mutations = spec.at("mutations");
        if (mutations.isEmpty()) {
            mutations.required("mutations must contain at least one item");
        }
        mutations.each(mutation -> mutation(mutation, expressions));
        AGAIN.check(spec.at("reinvocationPolicy"));
    }

    private static void mutation(Place mutation, PolicyExpressions expressions) {
        Place type = mutation.at("patchType");
        switch (type.text()) {
            case "JSONPatch" -> only(mutation, "jsonPatch", "applyConfiguration", expression ->
                    expressions.checkStripped(expression, PolicyExpressions.PATCH));
            case "ApplyConfiguration" -> only(mutation, "applyConfiguration", "jsonPatch", expression ->
                    expressions.checkStripped(expression, PolicyExpressions.OVERLAY));
            default -> PATCH_TYPE.check(type);
        }
    }

    private static void only(Place mutation, String wanted, String other, Check compiles) {
        String type = mutation.at("patchType").text();
        Place change = mutation.at(wanted);
        if (change.isAbsent()) {
            change.required("must be specified when patchType is " + type);
        } else if (PolicyRules.specified(change.at("expression"), "")) {
            compiles.check(change.at("expression"));
        }
        if (mutation.at(other).isPresent()) {
            mutation.at(other).invalid("{" + other + "}", "must not be specified when patchType is " + type);
        }
    }
}
