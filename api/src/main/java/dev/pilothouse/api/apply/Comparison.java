package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Shape.Elements;
import dev.pilothouse.api.apply.Shape.Field;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// How an object differs from an older one.
///
/// The walk goes down only where the two differ: equal parts of sealed trees are told by their bytes.
///
/// @param changed fields that were added or have another value
/// @param removed fields that are gone
record Comparison(FieldSet changed, FieldSet removed) {

    /// The same for one place; both sides are nodes of a field set (see [FieldSet]).
    private record Nodes(Tree changed, Tree removed) {
        static final Nodes NONE = new Nodes(NullTree.ABSENT, NullTree.ABSENT);
        static final Nodes CHANGED = new Nodes(ObjectTree.EMPTY, NullTree.ABSENT);
    }

    static Comparison of(Shape shape, ObjectTree old, ObjectTree changed) throws MalformedFields {
        Nodes nodes = fields(shape, old, changed);
        return new Comparison(
                new FieldSet(FieldSet.below(nodes.changed)), new FieldSet(FieldSet.below(nodes.removed)));
    }

    Comparison without(FieldSet ignored) {
        return new Comparison(changed.minusWhole(ignored), removed.minusWhole(ignored));
    }

    private static Nodes compare(Shape shape, Tree old, Tree now) throws MalformedFields {
        if (now.isAbsent()) {
            return old.isAbsent() ? Nodes.NONE : new Nodes(NullTree.ABSENT, whole(shape, old));
        }
        if (old.isAbsent()) {
            return new Nodes(whole(shape, now), NullTree.ABSENT);
        }
        if (old.equals(now)) {
            return Nodes.NONE;
        }
        if (shape.isAtomicFor(old) || shape.isAtomicFor(now) || isEmpty(old) && isEmpty(now)) {
            return Nodes.CHANGED;
        }
        return shape instanceof Elements elements
                ? elements(elements, old.asList(), now.asList())
                : fields(shape, old, now);
    }

    private static boolean isEmpty(Tree value) {
        return switch (value) {
            case ObjectTree object -> object.isEmpty();
            case ListTree list -> list.isEmpty();
            default -> true;
        };
    }

    private static Nodes fields(Shape shape, Tree old, Tree now) throws MalformedFields {
        ObjectTree.Builder changed = ObjectTree.builder();
        ObjectTree.Builder removed = ObjectTree.builder();
        ObjectTree.Cursor left = old.asObject().cursor();
        ObjectTree.Cursor right = now.asObject().cursor();
        boolean inLeft = left.next();
        boolean inRight = right.next();
        while (inLeft || inRight) {
            int order = !inLeft ? 1 : !inRight ? -1 : ObjectTree.NAME_ORDER.compare(left.name(), right.name());
            Field field = shape.child(order <= 0 ? left.name() : right.name());
            Nodes nodes = compare(
                    field.shape(),
                    order <= 0 ? left.value() : missing(old, field),
                    order >= 0 ? right.value() : missing(now, field));
            changed.put(field.step(), nodes.changed);
            removed.put(field.step(), nodes.removed);
            inLeft = order <= 0 ? left.next() : inLeft;
            inRight = order >= 0 ? right.next() : inRight;
        }
        return new Nodes(FieldSet.node(false, changed.build()), FieldSet.node(false, removed.build()));
    }

    /// What a field of the holder is when nothing stands there.
    private static Tree missing(Tree holder, Field field) {
        return holder instanceof ObjectTree ? field.zero() : NullTree.ABSENT;
    }

    private static Nodes elements(Elements shape, ListTree old, ListTree now) throws MalformedFields {
        ListIndex left = ListIndex.of(shape.identity(), old);
        ListIndex right = ListIndex.of(shape.identity(), now);
        ObjectTree.Builder changed = ObjectTree.builder();
        ObjectTree.Builder removed = ObjectTree.builder();
        for (String step : left.elements().keySet()) {
            Nodes nodes = element(shape.element(), left.get(step), right.get(step));
            changed.put(step, nodes.changed);
            removed.put(step, nodes.removed);
        }
        for (String step : right.elements().keySet()) {
            if (!left.has(step)) {
                changed.put(step, element(shape.element(), List.of(), right.get(step)).changed);
            }
        }
        return new Nodes(FieldSet.node(false, changed.build()), FieldSet.node(false, removed.build()));
    }

    /// One element, or the duplicates of one: those count as a single value.
    private static Nodes element(Shape shape, List<Tree> old, List<Tree> now) throws MalformedFields {
        if (old.size() < 2 && now.size() < 2) {
            return compare(shape, single(old), single(now));
        }
        if (old.size() >= 2 && now.size() >= 2) {
            return old.equals(now) ? Nodes.NONE : Nodes.CHANGED;
        }
        if (old.size() >= 2) {
            return new Nodes(now.isEmpty() ? NullTree.ABSENT : whole(shape, now.getFirst()), ObjectTree.EMPTY);
        }
        return new Nodes(ObjectTree.EMPTY, old.isEmpty() ? NullTree.ABSENT : whole(shape, old.getFirst()));
    }

    private static Tree single(List<Tree> values) {
        return values.isEmpty() ? NullTree.ABSENT : values.getFirst();
    }

    /// The node of a value that stands on one side only: it is a member, and so is everything in it.
    private static Tree whole(Shape shape, Tree value) throws MalformedFields {
        if (shape.isAtomicFor(value) || isEmpty(value)) {
            return ObjectTree.EMPTY;
        }
        ObjectTree.Builder node = ObjectTree.builder().put(FieldSet.SELF, ObjectTree.EMPTY);
        if (shape instanceof Elements elements) {
            ListIndex index = ListIndex.of(elements.identity(), value.asList());
            for (var entry : index.elements().entrySet()) {
                boolean single = entry.getValue().size() == 1;
                node.put(
                        entry.getKey(),
                        single ? whole(elements.element(), entry.getValue().getFirst()) : ObjectTree.EMPTY);
            }
        } else {
            for (ObjectTree.Cursor c = value.asObject().cursor(); c.next(); ) {
                Field field = shape.child(c.name());
                node.put(field.step(), whole(field.shape(), c.value()));
            }
        }
        return node.build();
    }
}
