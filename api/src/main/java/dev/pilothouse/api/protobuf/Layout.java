package dev.pilothouse.api.protobuf;

import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The fields of a type in the order of their numbers, ready for both directions.
final class Layout {
    private final String typeName;
    private final List<Slot> slots;
    private final Map<String, Integer> byName = new HashMap<>();

    /// One field. An inline field has its own number in protobuf though its parts stand in its owner in JSON.
    record Slot(FieldSchema field, FieldType type, Wrapping wrapping) {
        int number() {
            return field.number();
        }
    }

    /// How a value that any JSON may stand for is laid out in protobuf; most fields need none.
    enum Wrapping {
        NONE,
        /// `{raw}`
        JSON,
        /// `{schema, jSONSchemas…}`
        SCHEMA_OR_ARRAY,
        /// `{allows, schema}`
        SCHEMA_OR_BOOL,
        /// `{schema, property…}`
        SCHEMA_OR_TEXTS,
        /// `{items…}`: a list with a type of its own in Go.
        ITEMS
    }

    private static final class Known {
        static final ConcurrentHashMap<TypeSchema, Layout> LAYOUTS = new ConcurrentHashMap<>();
    }

    static Layout of(TypeSchema type) {
        Layout known = Known.LAYOUTS.get(type);
        return known != null ? known : Known.LAYOUTS.computeIfAbsent(type, Layout::new);
    }

    private Layout(TypeSchema type) {
        this.typeName = type.shortName();
        this.slots = type.declared().stream()
                .filter(field -> field.number() > 0)
                .sorted(Comparator.comparingInt(FieldSchema::number))
                .map(field -> new Slot(field, field.type(), wrapping(type, field)))
                .toList();
        for (int i = 0; i < slots.size(); i++) {
            if (!slots.get(i).field().inline()) {
                byName.put(slots.get(i).field().name(), i);
            }
        }
    }

    private static Wrapping wrapping(TypeSchema type, FieldSchema field) {
        if (type.shortName().equals("JSONSchemaProps")) {
            return switch (field.name()) {
                case "default", "example", "enum" -> Wrapping.JSON;
                case "items" -> Wrapping.SCHEMA_OR_ARRAY;
                case "additionalProperties", "additionalItems" -> Wrapping.SCHEMA_OR_BOOL;
                case "dependencies" -> Wrapping.SCHEMA_OR_TEXTS;
                default -> Wrapping.NONE;
            };
        }
        return type.shortName().equals("APIResource") && field.name().equals("verbs") ? Wrapping.ITEMS : Wrapping.NONE;
    }

    String typeName() {
        return typeName;
    }

    List<Slot> slots() {
        return slots;
    }

    /// The object's values in the order of the slots; absent where there is none and for inline fields.
    Tree[] values(ObjectTree object) {
        Tree[] values = new Tree[slots.size()];
        Arrays.fill(values, NullTree.ABSENT);
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            Integer index = byName.get(c.name());
            if (index != null) {
                values[index] = c.value();
            }
        }
        return values;
    }

    /// The slot with this number, or -1.
    int find(long number) {
        int low = 0;
        int high = slots.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = slots.get(middle).number();
            if (found == number) {
                return middle;
            }
            if (found < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
