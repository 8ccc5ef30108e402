package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;

/// Reads field sets that a client wrote, and puts them into their one form: known steps, keys in order, no `.` beside
/// nothing.
final class FieldSetReader {
    /// Deeper than any object of a kind that has a schema.
    private static final int DEPTH_LIMIT = 200;

    private FieldSetReader() {}

    static FieldSet read(ObjectTree wire) throws MalformedFields {
        return new FieldSet(FieldSet.below(node(wire, 0)));
    }

    private static Tree node(Tree value, int depth) throws MalformedFields {
        if (!(value instanceof ObjectTree object) || depth > DEPTH_LIMIT) {
            throw new MalformedFields("a field set is made of objects, not too deep");
        }
        ObjectTree kept = object;
        boolean member = object.isEmpty();
        for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
            if (c.name().equals(FieldSet.SELF)) {
                member = true;
                continue;
            }
            String step = Step.parse(c.name()).orElse("");
            if (!step.equals(c.name())) {
                kept = kept.without(c.name());
            }
            if (!step.isEmpty()) {
                kept = kept.with(step, node(c.value(), depth + 1));
            }
        }
        Tree node = FieldSet.node(member || kept.isEmpty(), FieldSet.below(kept));
        return node.equals(object) ? object : node;
    }
}
