package dev.pilothouse.api.schema;

import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Optional;

/// One field of a type.
///
/// @param name the name in JSON
/// @param number the number in protobuf; 0 if the field has none
/// @param pointer whether Go holds it by pointer, so that an empty value differs from none
/// @param omitEmpty whether an empty value is left out when Go writes it (lists, maps, pointers and plain scalars)
/// @param omitZero whether an empty struct is left out when Go writes it
/// @param inline whether the fields of its type stand in the place of the field itself, in JSON but not in protobuf
/// @param required whether OpenAPI calls it required
/// @param defaultValue the default that OpenAPI publishes, or [NullTree#ABSENT]
/// @param enumeration the allowed texts; empty if any is
/// @param topology how the values of a list or map belong together in server-side apply
/// @param statedTopology whether the field itself says so, and not what holds for all fields of its kind
/// @param patch how strategic merge patch treats it
public record FieldSchema(
        String name,
        int number,
        FieldType type,
        boolean pointer,
        boolean omitEmpty,
        boolean omitZero,
        boolean inline,
        boolean required,
        Tree defaultValue,
        List<String> enumeration,
        Topology topology,
        boolean statedTopology,
        Optional<PatchStrategy> patch) {

    /// The unit of ownership in a list, a map or a struct (`x-kubernetes-list-type`, `x-kubernetes-map-type`).
    public sealed interface Topology {
        /// Owned and replaced as a whole.
        record Atomic() implements Topology {}

        /// Each field or entry has an owner; what maps are unless they say otherwise.
        record Granular() implements Topology {}

        /// What the field's type says of itself ([TypeSchema#topology]).
        record OfType() implements Topology {}

        /// A list whose values are its keys.
        record SetOfValues() implements Topology {}

        /// A list of objects that these fields tell apart.
        record Keyed(List<String> keys) implements Topology {}
    }

    /// `patchStrategy` and `patchMergeKey` of a field.
    ///
    /// @param mergeKey the field that tells the list's objects apart; empty for lists of scalars and for objects
    public record PatchStrategy(boolean merge, boolean retainKeys, String mergeKey) {}
}
