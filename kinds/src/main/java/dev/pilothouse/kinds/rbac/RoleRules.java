package dev.pilothouse.kinds.rbac;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;

/// Rules for roles of both scopes.
final class RoleRules {
    private RoleRules() {}

    /// @param namespaced whether the role speaks of one namespace only
    static void check(Place role, boolean namespaced) {
        role.at("rules").each(rule -> rule(rule, namespaced));
    }

    private static void rule(Place rule, boolean namespaced) {
        rule.at("verbs").check(Checks.required("verbs must contain at least one value"));
        Place urls = rule.at("nonResourceURLs");
        if (urls.isEmpty()) {
            rule.at("apiGroups").check(Checks.required("resource rules must supply at least one api group"));
            rule.at("resources").check(Checks.required("resource rules must supply at least one resource"));
            return;
        }
        if (namespaced) {
            urls.invalid("namespaced rules cannot apply to non-resource URLs");
        }
        if (!rule.at("apiGroups").isEmpty()
                || !rule.at("resources").isEmpty()
                || !rule.at("resourceNames").isEmpty()) {
            urls.invalid("rules cannot apply to both regular resources and non-resource URLs");
        }
    }

    /// A role that is put together from those that the selectors find.
    static void aggregation(Place rule) {
        if (rule.isAbsent()) {
            return;
        }
        Place selectors = rule.at("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            selectors.required("at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        selectors.each(selector -> {
            Problems found = new Problems();
            Checks.SELECTOR.check(selector.into(found));
            found.list().forEach(selector.problems()::add);
            if (!found.list().isEmpty()) {
                selector.invalid(NullTree.NULL, "invalid label selector.");
            }
        });
    }
}
