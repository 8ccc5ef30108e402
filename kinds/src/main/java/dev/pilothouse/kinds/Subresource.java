package dev.pilothouse.kinds;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// The rules of writing an object through one of its subresources. Pure functions, safe for many threads.
public interface Subresource {

    /// The object to store: the new one with everything taken from the old one that this way can't change.
    ObjectTree prepare(ObjectTree object, ObjectTree old, Write write);

    /// Reports what is wrong with the prepared object. Metadata has been judged already.
    default void validate(Place object, ObjectTree old) {}

    default List<String> warnings(ObjectTree object, ObjectTree old) {
        return List.of();
    }
}
