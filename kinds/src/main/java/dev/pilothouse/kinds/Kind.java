package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// What one kind adds to what every kind has. Everything but [#traits] may be left out: a kind that says no more still
/// has sound metadata, a status that only `status` writes, and columns for its name and age.
///
/// Objects come in the group's stored version, after the schema's static defaults, with values of the right type: a
/// rule never meets a text where a number belongs.
///
/// K1 All methods are pure: the same trees give the same answer, nothing is kept between calls.
/// K2 [#defaults] is idempotent, and runs on everything that is read, from a client or from the store.
/// K3 What a kind doesn't change stays the same tree, so that an untouched object costs no copy.
public interface Kind {

    Traits traits();

    /// The syntax of the object's name. It may depend on the object where the name says what the object is.
    default NameRules.Rule nameRule(ObjectTree object) {
        return traits().name();
    }

    /// The object with every computed default filled in.
    default ObjectTree defaults(ObjectTree object) {
        return object;
    }

    /// What only the server may say at creation. `status` is gone already, `generation`, name and uid are set.
    default ObjectTree prepareCreate(ObjectTree object, Write write) {
        return object;
    }

    /// What an update can't change. `status` is the old one already; `generation` is counted afterwards.
    default ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return object;
    }

    /// Reports what is wrong with a new object. Metadata has been judged already.
    default void validate(Place object) {}

    /// Reports what is wrong with an object that replaces another one.
    default void validateUpdate(Place object, ObjectTree old) {
        validate(object);
    }

    /// Reports what is wrong with an object whose status is new.
    default void validateStatus(Place object, ObjectTree old) {}

    /// What the writer should know although it is no error.
    ///
    /// @param old the object that is replaced, empty at creation
    default List<String> warnings(ObjectTree object, ObjectTree old) {
        return List.of();
    }

    /// What the writer should know of a new object as it was sent, where preparation would hide it.
    default List<String> warningsOfSent(ObjectTree object) {
        return List.of();
    }

    /// The kind of its lists.
    default String listKind() {
        return traits().kind().kind() + "List";
    }

    /// What everybody should know who comes to a kind that is on its way out.
    default Optional<String> deprecation() {
        return Optional.empty();
    }

    /// The rules of a subresource that takes whole objects, apart from `status`, which follows from the traits.
    default Optional<Subresource> subresource(String name) {
        return Optional.empty();
    }

    /// What a write to the object itself can't set, and so can't own, besides `status`: paths of fields.
    default List<List<String>> resetFields() {
        return List.of();
    }

    /// How `scale` finds its way into the object.
    default Optional<Scale> scale() {
        return Optional.empty();
    }

    /// The grace period in seconds for a delete, where the kind is deleted gracefully.
    ///
    /// @param requested what the client asked for
    default OptionalLong gracePeriodSeconds(ObjectTree object, OptionalLong requested) {
        return OptionalLong.empty();
    }

    /// The object marked as one that is to go, of a kind whose objects the server takes apart before. Empty where deleting
    /// says so in the usual way.
    default Optional<ObjectTree> condemned(ObjectTree object, Instant now) {
        return Optional.empty();
    }

    /// What who deletes without saying what becomes of the dependents should know.
    default Optional<String> deletionWarning() {
        return Optional.empty();
    }

    /// The metadata as it is shown by itself. Upstream cuts it out of its own inner form of the object: a part that the served
    /// form keeps in annotations is missing there.
    default ObjectTree metadata(ObjectTree object) {
        return object.object("metadata");
    }

    default Table table() {
        return Columns.NAME_AND_CREATION;
    }

    /// Whether field selectors can ask for `metadata.namespace`. Upstream lets them for most kinds, even for those that live
    /// in no namespace.
    default boolean isSelectableByNamespace() {
        return true;
    }

    /// What is said to who asks for a field that objects can't be selected by.
    default String unselectable(String label) {
        return selectableFields().isEmpty() && isSelectableByNamespace()
                ? "\"" + label + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                : "field label not supported: " + label;
    }

    /// What field selectors can ask for besides `metadata.name` and `metadata.namespace`: label to value.
    default Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of();
    }
}
