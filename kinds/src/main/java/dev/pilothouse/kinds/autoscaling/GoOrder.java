package dev.pilothouse.kinds.autoscaling;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// JSON inside annotations: its fields stand in the order of Go's structs, and clients compare it as text.
final class GoOrder {
    private static final List<String> CONDITION =
            List.of("type", "status", "lastTransitionTime", "reason", "message");
    private static final List<String> RULES =
            List.of("stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
    private static final List<String> POLICY = List.of("type", "value", "periodSeconds");

    private GoOrder() {}

    static Tree parse(String json) {
        if (json.isEmpty()) {
            return NullTree.ABSENT;
        }
        try {
            return Json.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            return NullTree.ABSENT;
        }
    }

    static String conditions(ListTree conditions) {
        return conditions.isEmpty() ? "" : list(conditions, condition -> object(condition, CONDITION));
    }

    static String behavior(Tree behavior) {
        if (behavior.isNull()) {
            return "";
        }
        return inner(behavior, List.of("scaleUp", "scaleDown"), rules -> inner(
                rules,
                RULES,
                value -> value instanceof ListTree policies
                        ? list(policies, policy -> inner(policy, POLICY, GoText::json))
                        : GoText.json(value)));
    }

    /// Upstream writes its inner form of behaviour, whose fields are named as Go names them, and are all there.
    private static String inner(Tree object, List<String> order, Function<Tree, String> json) {
        if (object.isNull()) {
            return "null";
        }
        return order.stream()
                .map(name -> GoText.quote(Character.toUpperCase(name.charAt(0)) + name.substring(1)) + ":"
                        + json.apply(object.asObject().get(name)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// The inner form under the names that it is served with; what is null there is missing.
    static Tree named(Tree inner) {
        return switch (inner) {
            case ObjectTree object -> {
                ObjectTree named = ObjectTree.EMPTY;
                for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                    if (!c.value().isNull() && !c.name().isEmpty()) {
                        named = named.with(
                                Character.toLowerCase(c.name().charAt(0)) + c.name().substring(1), named(c.value()));
                    }
                }
                yield named;
            }
            case ListTree list -> ListTree.of(
                    list.objects().stream().map(GoOrder::named).toList());
            default -> inner;
        };
    }

    static String list(ListTree list, Function<ObjectTree, String> json) {
        return list.objects().stream().map(json).collect(Collectors.joining(",", "[", "]"));
    }

    static String object(ObjectTree object, List<String> order) {
        return fields(object, order, GoText::json);
    }

    static String fields(ObjectTree object, List<String> order, Function<Tree, String> json) {
        return order.stream()
                .filter(object::has)
                .map(name -> GoText.quote(name) + ":" + json.apply(object.get(name)))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
