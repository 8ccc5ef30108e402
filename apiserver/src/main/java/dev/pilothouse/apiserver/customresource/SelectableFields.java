package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.table.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What field selectors can ask a custom kind for (`selectableFields`, KEP-4358).
final class SelectableFields {
    private SelectableFields() {}

    static Map<String, Function<ObjectTree, String>> of(ListTree fields) {
        Map<String, Function<ObjectTree, String>> all = new HashMap<>();
        for (ObjectTree field : fields.objects()) {
            String path = field.text("jsonPath");
            JsonPath.parse(path).ifPresent(parsed -> all.put(path.startsWith(".") ? path.substring(1) : path, object -> {
                List<Tree> found = parsed.find(object);
                return found.isEmpty() ? "" : text(found.getFirst());
            }));
        }
        return Map.copyOf(all);
    }

    private static String text(Tree value) {
        return switch (value) {
            case NumberTree number -> number.literal();
            case BooleanTree bool -> Boolean.toString(bool.asBoolean());
            default -> value.asText();
        };
    }
}
