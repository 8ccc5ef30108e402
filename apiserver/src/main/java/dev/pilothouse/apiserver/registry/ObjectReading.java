package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.apply.TrackedType;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Optional;

/// How values become objects of a resource. Built-in kinds are read by their types, custom ones by the schemas of their
/// definitions; whoever writes objects needn't know which. Safe for many threads.
public interface ObjectReading {

    /// A value that can't be an object of the resource. The message is worded as Go's decoder words it.
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /// Ends the request when a body says that it is of another kind or version.
    void checkKind(ObjectTree sent);

    /// The object in the form that all rules rely on.
    ///
    /// @param unknown takes the paths of fields that were left out because the kind doesn't have them
    ObjectTree read(Tree sent, List<String> unknown) throws Unreadable;

    /// The same, where much of the value is still in its place in an object that was read before.
    default ObjectTree read(Tree sent, ObjectTree known, List<String> unknown) throws Unreadable {
        return read(sent, unknown);
    }

    /// The object as it reads back once it is stored: preparing may have taken whole parts away.
    ObjectTree complete(ObjectTree prepared);

    /// The same, where much of the object is still in its place in one that is stored.
    default ObjectTree complete(ObjectTree prepared, ObjectTree known) {
        return complete(prepared);
    }

    /// What a client gets of an object that was just stored.
    default ObjectTree readBack(ObjectTree stored) {
        return stored;
    }

    /// Whether a patch may make another kind of the object, which validation then refuses.
    default boolean judgesKindLater() {
        return false;
    }

    /// The described type, for codecs and patches that need one; custom kinds have none.
    Optional<TypeSchema> type();

    /// Whose parts have owners.
    TrackedType tracked();
}
