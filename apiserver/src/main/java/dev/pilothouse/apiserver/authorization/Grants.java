package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Compares what rules give: nobody may hand out rights that they don't have themselves (RBAC documentation, "Privilege
/// escalation prevention and bootstrapping").
public final class Grants {
    private Grants() {}

    /// One right: a verb on one resource, perhaps of one name, or on one path.
    private record Right(String group, String resource, String name, String path, String verb) {
        boolean isPath() {
            return !path.isEmpty();
        }

        /// All but the verb, by which rights are told together.
        Right place() {
            return new Right(group, resource, name, path, "");
        }
    }

    /// Describes the rights in `wanted` that no rule in `held` covers, one line each in their order; empty if there are
    /// none.
    public static List<String> missing(List<ObjectTree> held, List<ObjectTree> wanted) {
        Map<Right, List<String>> verbs = new LinkedHashMap<>();
        TreeSet<String> described = new TreeSet<>();
        for (Right right : rights(wanted)) {
            if (held.stream().anyMatch(rule -> covers(rule, right))) {
                continue;
            }
            if (right.isPath()) {
                described.add(described(right, List.of(right.verb())));
            } else {
                verbs.computeIfAbsent(right.place(), _ -> new ArrayList<>()).add(right.verb());
            }
        }
        verbs.forEach((right, each) -> described.add(described(right, each)));
        return List.copyOf(described);
    }

    private static List<Right> rights(List<ObjectTree> rules) {
        List<Right> rights = new ArrayList<>();
        for (ObjectTree rule : rules) {
            List<String> names = rule.list("resourceNames").texts();
            for (String group : rule.list("apiGroups").texts()) {
                for (String resource : rule.list("resources").texts()) {
                    for (String verb : rule.list("verbs").texts()) {
                        for (String name : names.isEmpty() ? List.of("") : names) {
                            rights.add(new Right(group, resource, name, "", verb));
                        }
                    }
                }
            }
            for (String path : rule.list("nonResourceURLs").texts()) {
                for (String verb : rule.list("verbs").texts()) {
                    rights.add(new Right("", "", "", path, verb));
                }
            }
        }
        return rights;
    }

    private static boolean covers(ObjectTree rule, Right right) {
        if (!Rbac.has(rule.list("verbs"), right.verb())) {
            return false;
        }
        if (right.isPath()) {
            return Rbac.coversPath(rule.list("nonResourceURLs"), right.path());
        }
        ListTree names = rule.list("resourceNames");
        return Rbac.has(rule.list("apiGroups"), right.group())
                && coversResource(rule.list("resources"), right.resource())
                && (names.isEmpty() || !right.name().isEmpty() && Rbac.contains(names, right.name()));
    }

    private static boolean coversResource(ListTree resources, String resource) {
        int slash = resource.indexOf('/');
        return Rbac.has(resources, resource)
                || slash >= 0 && Rbac.contains(resources, "*" + resource.substring(slash));
    }

    private static String described(Right right, List<String> verbs) {
        List<String> parts = new ArrayList<>();
        if (right.isPath()) {
            parts.add("NonResourceURLs:" + quoted(List.of(right.path())));
        } else {
            parts.add("APIGroups:" + quoted(List.of(right.group())));
            parts.add("Resources:" + quoted(List.of(right.resource())));
        }
        if (!right.name().isEmpty()) {
            parts.add("ResourceNames:" + quoted(List.of(right.name())));
        }
        parts.add("Verbs:" + quoted(verbs));
        return "{" + String.join(", ", parts) + "}";
    }

    /// The list as Go's `%q` prints it.
    public static String quoted(List<String> texts) {
        return texts.stream().map(it -> '"' + it + '"').collect(Collectors.joining(" ", "[", "]"));
    }
}
