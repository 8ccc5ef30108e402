package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;

/// Node selectors: terms of which one must match, requirements that must all match.
public final class NodeTerms {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private NodeTerms() {}

    public static boolean matchAny(ListTree terms, ObjectTree node) {
        for (ObjectTree term : terms.objects()) {
            if (matches(term, node)) {
                return true;
            }
        }
        return false;
    }

    /// A term without requirements matches nothing.
    public static boolean matches(ObjectTree term, ObjectTree node) {
        ListTree expressions = term.list("matchExpressions");
        ListTree fields = term.list("matchFields");
        if (expressions.isEmpty() && fields.isEmpty()) {
            return false;
        }
        for (ObjectTree expression : expressions.objects()) {
            ObjectTree labels = ObjectMeta.labels(node);
            String key = expression.text("key");
            if (!holds(expression, labels.has(key), labels.text(key))) {
                return false;
            }
        }
        for (ObjectTree field : fields.objects()) {
            boolean known = field.text("key").equals("metadata.name");
            if (!holds(field, known, ObjectMeta.name(node))) {
                return false;
            }
        }
        return true;
    }

    /// Whether the node has what the pod asks for in its node selector and its required node affinity.
    public static boolean admit(ObjectTree podSpec, ObjectTree node) {
        ObjectTree labels = ObjectMeta.labels(node);
        for (ObjectTree.Field wanted : podSpec.object("nodeSelector").fields()) {
            if (!labels.get(wanted.name()).equals(wanted.value())) {
                return false;
            }
        }
        ObjectTree affinity = podSpec.object("affinity").object("nodeAffinity");
        return !affinity.has(REQUIRED) || matchAny(affinity.object(REQUIRED).list("nodeSelectorTerms"), node);
    }

    private static boolean holds(ObjectTree requirement, boolean present, String value) {
        List<String> values = requirement.list("values").texts();
        return switch (requirement.text("operator")) {
            case "In" -> present && values.contains(value);
            case "NotIn" -> !present || !values.contains(value);
            case "Exists" -> present;
            case "DoesNotExist" -> !present;
            case "Gt" -> present && compare(value, values) > 0;
            case "Lt" -> present && compare(value, values) < 0;
            default -> false;
        };
    }

    /// The sign of the comparison of two integers; 0 if one of them is none.
    private static int compare(String value, List<String> values) {
        try {
            return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
