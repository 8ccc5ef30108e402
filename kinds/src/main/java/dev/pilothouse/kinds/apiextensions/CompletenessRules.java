package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// What a restriction speaks of must be there outside of restrictions too.
final class CompletenessRules {
    private CompletenessRules() {}

    static void check(Place schema) {
        junctors(schema, schema);
    }

    private static void junctors(Place restriction, Place structure) {
        if (restriction.at("not").isPresent()) {
            nested(restriction.at("not"), structure);
        }
        for (String field : List.of("allOf", "anyOf", "oneOf")) {
            restriction.at(field).each(one -> nested(one, structure));
        }
    }

    private static void nested(Place restriction, Place structure) {
        if (!(structure.value() instanceof ObjectTree)) {
            structure.required("because it is defined in " + restriction.path());
            return;
        }
        junctors(restriction, structure);
        if (restriction.at("items").value() instanceof ObjectTree) {
            nested(restriction.at("items"), structure.at("items"));
        }
        restriction.at("properties").eachKey(property -> nested(
                property, structure.at("properties").key(property.name())));
    }
}
