package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Shape.Elements;
import dev.pilothouse.api.apply.Shape.Field;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Lays an applied configuration over an object: the configuration's leaves win, nothing is removed.
final class Merge {
    private Merge() {}

    static ObjectTree of(Shape shape, ObjectTree live, ObjectTree config) throws MalformedFields {
        return merge(shape, live, config).asObject();
    }

    private static Tree merge(Shape shape, Tree live, Tree config) throws MalformedFields {
        if (config.isAbsent()) {
            return live;
        }
        if (live.isAbsent() || shape.isAtomicFor(live) || shape.isAtomicFor(config)) {
            return config;
        }
        if (shape instanceof Elements elements) {
            return isEmpty(live.asList(), config.asList())
                    ? config
                    : ListTree.of(elements(elements, live.asList(), config.asList()));
        }
        ObjectTree merged = live.asObject();
        if (merged.isEmpty() && config.asObject().isEmpty()) {
            return config;
        }
        for (ObjectTree.Cursor c = config.asObject().cursor(); c.next(); ) {
            Field field = shape.child(c.name());
            merged = merged.with(c.name(), merge(field.shape(), merged.get(c.name()), c.value()));
        }
        return merged;
    }

    private static boolean isEmpty(ListTree live, ListTree config) {
        return live.isEmpty() && config.isEmpty();
    }

    /// Elements that both have stand in the configuration's order; live elements keep their order among themselves and
    /// stay before the shared one that followed them, as far as the configuration's order allows.
    private static List<Tree> elements(Elements shape, ListTree live, ListTree config) throws MalformedFields {
        ListIndex left = ListIndex.of(shape.identity(), live);
        ListIndex right = ListIndex.of(shape.identity(), config);
        List<Tree> all = new ArrayList<>(live.stream().toList());
        Deque<String> shared = new ArrayDeque<>();
        right.steps().stream().filter(left::has).forEach(shared::add);

        List<Tree> merged = new ArrayList<>();
        Set<String> done = new HashSet<>();
        int l = 0;
        int r = 0;
        while (l < all.size() || r < right.steps().size()) {
            String step = l < all.size() ? left.steps().get(l) : "";
            if (l < all.size() && r < right.steps().size()) {
                if (step.equals(right.steps().get(r))) {
                    merged.add(element(shape, left, right, step));
                    done.add(step);
                    l++;
                    r++;
                    shared.poll();
                    continue;
                }
                if (right.has(step) && !shared.isEmpty() && !shared.peek().equals(step)) {
                    // Shared, but not the one whose turn it is: it comes where the configuration has it.
                    l++;
                    continue;
                }
            }
            if (l < all.size()) {
                if (!right.has(step)) {
                    merged.add(all.get(l++));
                    continue;
                }
                if (done.contains(step)) {
                    l++;
                }
            }
            if (r < right.steps().size()) {
                String next = right.steps().get(r++);
                merged.add(element(shape, left, right, next));
                done.add(next);
                if (next.equals(shared.peek())) {
                    shared.poll();
                }
            }
        }
        return merged;
    }

    /// Duplicates of a live element have no one value to merge into.
    private static Tree element(Elements shape, ListIndex live, ListIndex config, String step)
            throws MalformedFields {
        List<Tree> old = live.get(step);
        return merge(
                shape.element(),
                old.size() == 1 ? old.getFirst() : NullTree.ABSENT,
                config.get(step).getFirst());
    }
}
