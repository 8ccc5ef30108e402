package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for `x-kubernetes-list-type`, `x-kubernetes-list-map-keys` and `x-kubernetes-map-type`.
final class ListRules {
    private static final String LIST_TYPE = "x-kubernetes-list-type";
    private static final String MAP_TYPE = "x-kubernetes-map-type";
    private static final String KEYS = "x-kubernetes-list-map-keys";
    private static final List<String> LIST_TYPES = List.of("atomic", "set", "map");
    private static final List<String> MAP_TYPES = List.of("atomic", "granular");
    private static final String ATOMIC_ITEMS = "must be atomic as item of a list with x-kubernetes-list-type=set";

    private ListRules() {}

    static void check(Place schema, Requirements required) {
        mapType(schema);
        listType(schema, required);
        keys(schema);
        if (required.mapKeys()) {
            strictKeys(schema);
        }
    }

    private static void ofType(Place schema, String extension, String type) {
        if (schema.at("type").isEmpty()) {
            schema.at("type").required("must be " + type + " if " + extension + " is specified");
        } else {
            schema.at("type").invalid("must be " + type + " if " + extension + " is specified");
        }
    }

    private static void mapType(Place schema) {
        Place mapType = schema.at(MAP_TYPE);
        if (mapType.isAbsent()) {
            return;
        }
        if (!schema.at("type").is("object")) {
            ofType(schema, MAP_TYPE, "object");
        }
        if (!MAP_TYPES.contains(mapType.text())) {
            mapType.notSupported(MAP_TYPES);
        }
    }

    private static void listType(Place schema, Requirements required) {
        Place listType = schema.at(LIST_TYPE);
        if (listType.isAbsent()) {
            return;
        }
        if (!schema.at("type").is("array")) {
            ofType(schema, LIST_TYPE, "array");
        } else if (required.atomicSets() && isSetOfParts(schema.object())) {
            Place items = schema.at("items");
            if (items.at("type").is("array")) {
                items.at(LIST_TYPE).invalid(ATOMIC_ITEMS);
            } else {
                // Upstream shows the list type here, which objects don't have.
                items.at(MAP_TYPE).invalid(orNull(items.at(LIST_TYPE)), ATOMIC_ITEMS);
            }
        }
        if (!LIST_TYPES.contains(listType.text())) {
            listType.notSupported(LIST_TYPES);
        }
    }

    private static dev.pilothouse.api.tree.Tree orNull(Place place) {
        return place.isAbsent() ? NullTree.NULL : place.value();
    }

    /// Whether it is a set whose items have parts that somebody could own one by one.
    static boolean isSetOfParts(ObjectTree schema) {
        if (!schema.text(LIST_TYPE).equals("set") || !(schema.get("items") instanceof ObjectTree items)) {
            return false;
        }
        return switch (items.text("type")) {
            case "array" -> items.has(LIST_TYPE) && !items.text(LIST_TYPE).equals("atomic");
            case "object" -> !items.text(MAP_TYPE).equals("atomic");
            default -> false;
        };
    }

    private static void keys(Place schema) {
        Place listType = schema.at(LIST_TYPE);
        Place keys = schema.at(KEYS);
        if (!keys.isEmpty() && listType.isAbsent()) {
            listType.required("must be map if x-kubernetes-list-map-keys is non-empty");
        } else if (!keys.isEmpty() && !listType.is("map")) {
            listType.invalid("must be map if x-kubernetes-list-map-keys is non-empty");
        }
        if (!listType.is("map")) {
            return;
        }
        if (keys.isEmpty()) {
            keys.required("must not be empty if x-kubernetes-list-type is map");
        }
        Place items = schema.at("items");
        if (items.isAbsent()) {
            items.required("must have a schema if x-kubernetes-list-type is map");
        } else if (!(items.value() instanceof ObjectTree)) {
            items.invalidUnshown(
                    GoDump.items(items.value()) + ": must only have a single schema if x-kubernetes-list-type is map");
        } else if (!items.at("type").is("object")) {
            items.at("type").invalidText("must be object if parent array's x-kubernetes-list-type is map");
        } else {
            keysOfItems(keys, items);
        }
    }

    private static void keysOfItems(Place keys, Place items) {
        Set<String> seen = new HashSet<>();
        for (String key : keys.list().texts()) {
            Place property = items.at("properties").key(key);
            if (property.isAbsent()) {
                keys.invalid("entries must all be names of item properties");
            } else if (property.at("type").is("array") || property.at("type").is("object")) {
                property.at("type")
                        .invalid(
                                items.at("type").text(),
                                "must be a scalar type if parent array's x-kubernetes-list-type is map");
            }
            if (!seen.add(key)) {
                keys.invalid("must not contain duplicate entries");
            }
        }
    }

    /// Whether items of a set or map may be null, or keys may be missing.
    static boolean hasLooseKeys(ObjectTree schema) {
        Problems problems = new Problems();
        strictKeys(Place.root(schema, problems));
        return !problems.isEmpty();
    }

    private static void strictKeys(Place schema) {
        String listType = schema.at(LIST_TYPE).text();
        Place items = schema.at("items");
        if (!(items.value() instanceof ObjectTree) || !List.of("set", "map").contains(listType)) {
            return;
        }
        if (items.at("nullable").bool()) {
            items.at("nullable").forbidden("cannot be nullable when x-kubernetes-list-type is " + listType);
        }
        if (listType.equals("set")) {
            return;
        }
        List<String> required = items.at("required").list().texts();
        for (String key : schema.at(KEYS).list().texts()) {
            Place property = items.at("properties").key(key);
            if (property.isAbsent()) {
                continue;
            }
            if (!required.contains(key) && property.at("default").isAbsent()) {
                property.at("default")
                        .required("this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                                + " required property");
            }
            if (property.at("nullable").bool()) {
                property.at("nullable")
                        .forbidden("this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
            }
        }
    }
}
