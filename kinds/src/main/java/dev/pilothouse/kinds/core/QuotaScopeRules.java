package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which scopes a quota may have, in either of the two forms in which it may list them.
final class QuotaScopeRules {
    private static final Set<String> SCOPES = Set.of(
            "Terminating",
            "NotTerminating",
            "BestEffort",
            "NotBestEffort",
            "PriorityClass",
            "CrossNamespacePodAffinity",
            "VolumeAttributesClass");
    private static final Set<String> WITHOUT_VALUES =
            Set.of("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "CrossNamespacePodAffinity");
    private static final List<List<String>> OPPOSITES =
            List.of(List.of("BestEffort", "NotBestEffort"), List.of("Terminating", "NotTerminating"));

    /// What quotas may limit besides numbers of objects and the resources of devices.
    private static final Set<String> STANDARD = Set.of(
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.storage",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");
    private static final Set<String> OF_PODS =
            Set.of("pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");
    private static final Set<String> OF_CLAIMS = Set.of("persistentvolumeclaims", "requests.storage");

    private QuotaScopeRules() {}

    static void check(Place spec) {
        List<String> limited = spec.at("hard").object().names();
        Place scopes = spec.at("scopes");
        List<String> names = scopes.list().texts();
        for (String scope : names) {
            if (!SCOPES.contains(scope)) {
                scopes.invalid("unsupported scope");
            }
            fit(scope, limited, scopes, scopes);
        }
        agree(names, scopes, scopes);
        selector(spec.at("scopeSelector"), limited);
    }

    private static void selector(Place selector, List<String> limited) {
        Place expressions = selector.at("matchExpressions");
        List<ObjectTree> all = expressions.list().objects();
        for (ObjectTree expression : all) {
            String scope = expression.text("scopeName");
            if (!SCOPES.contains(scope)) {
                expressions.at("scopeName").invalid(scope, "unsupported scope");
            }
            fit(scope, limited, expressions, selector);
            operator(expression, scope, expressions);
        }
        agree(all.stream().map(each -> each.text("scopeName")).toList(), expressions, selector);
    }

    private static void operator(ObjectTree expression, String scope, Place expressions) {
        String operator = expression.text("operator");
        Place values = expressions.at("values");
        if (WITHOUT_VALUES.contains(scope) && !operator.equals("Exists")) {
            expressions
                    .at("operator")
                    .invalid(
                            operator,
                            "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
                                    + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
                                    + " ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        }
        boolean empty = expression.list("values").isEmpty();
        switch (operator) {
            case "In", "NotIn" -> {
                if (empty) {
                    values.required(
                            "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!empty) {
                    values.invalid(
                            expression.get("values"),
                            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                }
            }
            default -> expressions.at("operator").invalid(operator, "not a valid selector operator");
        }
    }

    /// A scope is a property of certain objects: a quota that has it can limit nothing else.
    private static void fit(String scope, List<String> limited, Place where, Place shown) {
        for (String name : limited) {
            if (isStandard(name) && !fits(scope, name)) {
                where.invalid(shown, "unsupported scope applied to resource");
            }
        }
    }

    private static boolean isStandard(String name) {
        return STANDARD.contains(name) || name.startsWith("hugepages-") || name.startsWith("requests.hugepages-");
    }

    private static boolean fits(String scope, String name) {
        return switch (scope) {
            case "BestEffort" -> name.equals("pods");
            case "Terminating", "NotTerminating", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity" ->
                OF_PODS.contains(name);
            case "VolumeAttributesClass" -> OF_CLAIMS.contains(name);
            default -> true;
        };
    }

    private static void agree(List<String> names, Place where, Place shown) {
        Set<String> all = new HashSet<>(names);
        if (OPPOSITES.stream().anyMatch(all::containsAll)) {
            where.invalid(shown, "conflicting scopes");
        }
    }
}
