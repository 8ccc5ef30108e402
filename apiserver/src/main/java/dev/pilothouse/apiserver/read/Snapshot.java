package dev.pilothouse.apiserver.read;

import java.util.Optional;

/// An immutable map in key order: a change answers a new map that shares all but the path to the change. A balanced
/// tree (AVL), so that any operation takes as many steps as the logarithm of its size.
public final class Snapshot {
    static final Snapshot EMPTY = new Snapshot(null, 0);

    private final Node root;
    private final int size;

    private Snapshot(Node root, int size) {
        this.root = root;
        this.size = size;
    }

    private record Node(Item item, Node left, Node right, int height) {
        String key() {
            return item.key();
        }
    }

    /// Takes items in key order, until it says no more.
    @FunctionalInterface
    public interface Visitor {
        boolean visit(Item item);
    }

    public int size() {
        return size;
    }

    public Optional<Item> get(String key) {
        Node node = root;
        while (node != null) {
            int order = key.compareTo(node.key());
            if (order == 0) {
                return Optional.of(node.item);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    Snapshot with(Item item) {
        boolean known = get(item.key()).isPresent();
        return new Snapshot(insert(root, item), known ? size : size + 1);
    }

    Snapshot without(String key) {
        return get(key).isEmpty() ? this : new Snapshot(remove(root, key), size - 1);
    }

    /// Walks the items whose keys are greater than `after` and start with the prefix.
    public void walk(String prefix, String after, Visitor visitor) {
        boolean inside = after.compareTo(prefix) >= 0;
        walk(root, inside ? after : prefix, inside, prefix, visitor);
    }

    private static boolean walk(Node node, String from, boolean exclusive, String prefix, Visitor visitor) {
        if (node == null) {
            return true;
        }
        int order = node.key().compareTo(from);
        boolean wanted = exclusive ? order > 0 : order >= 0;
        if (!wanted) {
            return walk(node.right, from, exclusive, prefix, visitor);
        }
        if (!walk(node.left, from, exclusive, prefix, visitor)) {
            return false;
        }
        return node.key().startsWith(prefix)
                && visitor.visit(node.item)
                && walk(node.right, from, exclusive, prefix, visitor);
    }

    private static int height(Node node) {
        return node == null ? 0 : node.height;
    }

    private static Node node(Item item, Node left, Node right) {
        return new Node(item, left, right, 1 + Math.max(height(left), height(right)));
    }

    private static Node insert(Node node, Item item) {
        if (node == null) {
            return node(item, null, null);
        }
        int order = item.key().compareTo(node.key());
        if (order == 0) {
            return new Node(item, node.left, node.right, node.height);
        }
        return order < 0
                ? balanced(node.item, insert(node.left, item), node.right)
                : balanced(node.item, node.left, insert(node.right, item));
    }

    private static Node remove(Node node, String key) {
        int order = key.compareTo(node.key());
        if (order < 0) {
            return balanced(node.item, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node.item, node.left, remove(node.right, key));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        return balanced(next.item, node.left, remove(node.right, next.key()));
    }

    private static Node balanced(Item item, Node left, Node right) {
        int tilt = height(left) - height(right);
        if (tilt > 1) {
            return height(left.left) >= height(left.right)
                    ? node(left.item, left.left, node(item, left.right, right))
                    : node(
                            left.right.item,
                            node(left.item, left.left, left.right.left),
                            node(item, left.right.right, right));
        }
        if (tilt < -1) {
            return height(right.right) >= height(right.left)
                    ? node(right.item, node(item, left, right.left), right.right)
                    : node(
                            right.left.item,
                            node(item, left, right.left.left),
                            node(right.item, right.left.right, right.right));
        }
        return node(item, left, right);
    }
}
