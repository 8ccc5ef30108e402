package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// A set of fields in its wire form, `fieldsV1`: an object whose names are steps (`f:spec`, `k:{"name":"a"}`,
/// `v:"x"`, see [Step]) and whose values are the sets below them.
///
/// S1 A step with an empty object is a member. A step with others below it is a member only if `.` is among them.
/// S2 No step is without a member at or below it.
/// S3 Being a member says nothing about what is below: `minus` of a parent leaves its children, and the other way round.
public record FieldSet(ObjectTree tree) {
    public static final FieldSet EMPTY = new FieldSet(ObjectTree.EMPTY);

    /// The entry that makes a step with others below it a member.
    static final String SELF = ".";

    /// A set of one field.
    public static FieldSet of(String... path) {
        Tree node = ObjectTree.EMPTY;
        for (int i = path.length - 1; i >= 0; i--) {
            node = ObjectTree.of(Step.field(path[i]), node);
        }
        return new FieldSet(node.asObject());
    }

    /// A set of these fields, each a path of names.
    public static FieldSet of(List<List<String>> paths) {
        FieldSet set = EMPTY;
        for (List<String> path : paths) {
            set = set.union(of(path.toArray(String[]::new)));
        }
        return set;
    }

    public boolean isEmpty() {
        return tree.isEmpty();
    }

    /// Whether the field is a member.
    public boolean has(String... path) {
        Tree node = tree;
        for (String name : path) {
            node = node.asObject().get(Step.field(name));
        }
        return isMember(node);
    }

    public FieldSet union(FieldSet other) {
        return other.isEmpty() ? this : isEmpty() ? other : new FieldSet(union(tree, other.tree));
    }

    public FieldSet minus(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : new FieldSet(below(minus(tree, other.tree)));
    }

    /// This set without the other's members and all below them.
    public FieldSet minusWhole(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : new FieldSet(below(minusWhole(tree, other.tree)));
    }

    public FieldSet intersection(FieldSet other) {
        return new FieldSet(below(intersection(tree, other.tree)));
    }

    @Override
    public String toString() {
        return tree.toString();
    }

    // What follows works on nodes: a node is what stands at a step, and NullTree.ABSENT where nothing does.

    static boolean isMember(Tree node) {
        return node instanceof ObjectTree object && (object.isEmpty() || object.has(SELF));
    }

    /// The sets below a node, without its own membership; empty for a node that isn't there.
    static ObjectTree below(Tree node) {
        return node.asObject().without(SELF);
    }

    /// The node with these sets below it.
    static Tree node(boolean member, ObjectTree below) {
        if (below.isEmpty()) {
            return member ? ObjectTree.EMPTY : NullTree.ABSENT;
        }
        return member ? below.with(SELF, ObjectTree.EMPTY) : below;
    }

    static Tree member(Tree node) {
        return node(true, below(node));
    }

    private static ObjectTree union(ObjectTree a, ObjectTree b) {
        ObjectTree.Builder both = ObjectTree.builder();
        ObjectTree.Cursor left = a.cursor();
        ObjectTree.Cursor right = b.cursor();
        boolean inLeft = left.next();
        boolean inRight = right.next();
        while (inLeft || inRight) {
            int order = !inLeft ? 1 : !inRight ? -1 : ObjectTree.NAME_ORDER.compare(left.name(), right.name());
            if (order == 0) {
                both.put(left.name(), unionNode(left.value(), right.value()));
            } else {
                ObjectTree.Cursor smaller = order < 0 ? left : right;
                both.put(smaller.name(), smaller.value());
            }
            inLeft = order <= 0 ? left.next() : inLeft;
            inRight = order >= 0 ? right.next() : inRight;
        }
        return both.build();
    }

    private static Tree unionNode(Tree a, Tree b) {
        if (a.equals(b)) {
            return a;
        }
        return node(isMember(a) || isMember(b), union(below(a), below(b)));
    }

    private static Tree minus(Tree a, Tree b) {
        ObjectTree from = below(a);
        ObjectTree rest = from;
        for (ObjectTree.Cursor c = below(b).cursor(); c.next(); ) {
            Tree child = from.get(c.name());
            if (!child.isAbsent()) {
                rest = rest.with(c.name(), minus(child, c.value()));
            }
        }
        return node(isMember(a) && !isMember(b), rest);
    }

    private static Tree minusWhole(Tree a, Tree b) {
        if (isMember(b)) {
            return NullTree.ABSENT;
        }
        ObjectTree from = below(a);
        ObjectTree rest = from;
        for (ObjectTree.Cursor c = b.asObject().cursor(); c.next(); ) {
            Tree child = from.get(c.name());
            if (!child.isAbsent()) {
                rest = rest.with(c.name(), minusWhole(child, c.value()));
            }
        }
        return node(isMember(a), rest);
    }

    private static Tree intersection(Tree a, Tree b) {
        ObjectTree.Builder shared = ObjectTree.builder();
        ObjectTree other = below(b);
        for (ObjectTree.Cursor c = below(a).cursor(); c.next(); ) {
            Tree node = other.get(c.name());
            if (!node.isAbsent()) {
                shared.put(c.name(), intersection(c.value(), node));
            }
        }
        return node(isMember(a) && isMember(b), shared.build());
    }
}
