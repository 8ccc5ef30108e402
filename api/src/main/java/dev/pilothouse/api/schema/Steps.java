package dev.pilothouse.api.schema;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The way from an object to a place in it, for who walks there. It is put into words only when there is something to say of the
/// place, so that a step makes no text. As deep as the object, whose bytes are bounded.
final class Steps {
    private static final int FIRST_DEPTH = 16;
    private static final Object ITEM = new Object();

    /// A field's name, the cursor that stands on a map's key, or [#ITEM].
    private Object[] steps = new Object[FIRST_DEPTH];
    /// Of a list's item: which.
    private int[] indexes = new int[FIRST_DEPTH];

    private int depth;

    void field(String name) {
        step(name);
    }

    /// The key that the cursor stands on, for as long as it stands there.
    void key(ObjectTree.Cursor cursor) {
        step(cursor);
    }

    /// An item of a list, which [#index] tells.
    void item() {
        step(ITEM);
    }

    void index(int index) {
        indexes[depth - 1] = index;
    }

    void back() {
        depth--;
    }

    boolean isEmpty() {
        return depth == 0;
    }

    private void step(Object step) {
        if (depth == steps.length) {
            steps = Arrays.copyOf(steps, 2 * depth);
            indexes = Arrays.copyOf(indexes, 2 * depth);
        }
        steps[depth++] = step;
    }

    /// Whether the place belongs to a map's key: it is the value, or an item of the list that is.
    boolean isUnderKey() {
        int at = depth - 1;
        while (steps[at] == ITEM) {
            at--;
        }
        return steps[at] instanceof ObjectTree.Cursor;
    }

    /// The fields on the way, without keys and items.
    List<String> fields() {
        List<String> fields = new ArrayList<>();
        for (int at = 0; at < depth; at++) {
            if (steps[at] instanceof String name) {
                fields.add(name);
            }
        }
        return fields;
    }

    /// The path to a field of the place as strict decoding reports it.
    String to(String field) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < depth; at++) {
            switch (steps[at]) {
                case String name -> text.append(text.isEmpty() ? "" : ".").append(name);
                case ObjectTree.Cursor key -> text.append(text.isEmpty() ? "" : ".").append(key.name());
                default -> text.append('[').append(indexes[at]).append(']');
            }
        }
        return text.append(text.isEmpty() ? "" : ".").append(field).toString();
    }
}
