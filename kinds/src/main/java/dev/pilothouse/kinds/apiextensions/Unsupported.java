package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.Optional;

/// Parts of JSON Schema that no structural schema can have.
final class Unsupported {
    private Unsupported() {}

    /// What stands in the way of reading the schema as a structural one.
    static Optional<String> in(ObjectTree schema) {
        String[] first = {""};
        SchemaWalk.each(schema, node -> {
            if (first[0].isEmpty()) {
                first[0] = node(node);
            }
        });
        return first[0].isEmpty() ? Optional.empty() : Optional.of(first[0]);
    }

    private static String node(ObjectTree schema) {
        for (String field : new String[] {"id", "$schema", "$ref"}) {
            if (!schema.text(field).isEmpty()) {
                return unsupported(field.equals("$schema") ? "schema" : field);
            }
        }
        for (String field : new String[] {"patternProperties", "dependencies"}) {
            if (!schema.object(field).isEmpty()) {
                return unsupported(field);
            }
        }
        if (!schema.get("additionalItems").isNull()) {
            return unsupported("additionalItems");
        }
        if (!schema.object("definitions").isEmpty()) {
            return unsupported("definitions");
        }
        Tree preserve = schema.get("x-kubernetes-preserve-unknown-fields");
        if (!preserve.isNull() && !preserve.asBoolean()) {
            return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
        }
        return schema.get("items") instanceof ListTree list && !list.isEmpty()
                ? "OpenAPIV3Schema 'items' must be a schema, but is an array"
                : "";
    }

    private static String unsupported(String field) {
        return "OpenAPIV3Schema '" + field + "' is not supported";
    }
}
