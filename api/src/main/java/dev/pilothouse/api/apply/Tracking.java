package dev.pilothouse.api.apply;

import dev.pilothouse.api.schema.TypeSchema;

/// What a write to a resource or subresource needs to know about fields and their owners.
///
/// @param type of the objects that are written
/// @param apiVersion of the request
/// @param subresource empty for the object itself
/// @param reset fields that this way of writing can't set and so can't own
/// @param versions the other versions that the kind is served in
public record Tracking(
        TrackedType type, String apiVersion, String subresource, FieldSet reset, Versions versions) {

    /// For a kind that is served in one version only.
    public static Tracking of(Shapes shapes, TypeSchema type, String apiVersion, String subresource, FieldSet reset) {
        return new Tracking(new TrackedType.Described(shapes, type), apiVersion, subresource, reset, Versions.NONE);
    }

    Shape shape() {
        return Shapes.shape(type);
    }
}
