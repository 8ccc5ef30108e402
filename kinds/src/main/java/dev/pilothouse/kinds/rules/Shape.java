package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Optional;

/// What the schema says of a place: found only when a message is to show the place's value, by walking down from the
/// object's kind.
///
/// @param pointer whether Go holds the value by pointer, so that nothing differs from an empty value
/// @param around the object that the place is a field of
/// @param aroundType that object's type
record Shape(FieldType type, boolean pointer, ObjectTree around, TypeSchema aroundType) {

    /// Empty for places of objects that no schema describes, and for those that messages call by another name.
    static Optional<Shape> of(Place place) {
        Place parent = place.parent();
        if (parent == place) {
            return Optional.empty();
        }
        if (place.index() >= 0) {
            return of(parent)
                    .filter(list -> list.type() instanceof FieldType.ListOf)
                    .map(list -> list.element(((FieldType.ListOf) list.type()).element()));
        }
        if (place.isKey()) {
            return of(parent)
                    .filter(map -> map.type() instanceof FieldType.MapOf)
                    .map(map -> map.element(((FieldType.MapOf) map.type()).value()));
        }
        return typeOf(parent)
                .flatMap(type -> type.field(place.name())
                        .map(field -> new Shape(field.type(), field.pointer(), parent.object(), type)));
    }

    private Shape element(FieldType element) {
        return new Shape(element, false, around, aroundType);
    }

    private static Optional<TypeSchema> typeOf(Place place) {
        if (place.parent() == place) {
            ObjectTree object = place.object();
            String version = object.text("apiVersion");
            int slash = version.indexOf('/');
            return Schemas.builtIn()
                    .kind(new GroupVersionKind(
                            slash < 0 ? "" : version.substring(0, slash),
                            version.substring(slash + 1),
                            object.text("kind")));
        }
        return of(place)
                .map(Shape::type)
                .filter(FieldType.Reference.class::isInstance)
                .map(type -> ((FieldType.Reference) type).type().schema());
    }
}
