package dev.pilothouse.apiserver.read;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An immutable set in order: a change answers a new set that shares all but the path to the change. A balanced tree
/// (AVL), so that any operation takes as many steps as the logarithm of its size.
final class Sorted<E> {
    private final Comparator<E> order;
    private final Node<E> root;

    private Sorted(Comparator<E> order, Node<E> root) {
        this.order = order;
        this.root = root;
    }

    /// Bits for the height of a tree: of more elements than there is room for.
    private static final int HEIGHT_BITS = 6;

    /// @param shape the number of elements and, in the lowest bits, the height: together, since there are many of these
    private record Node<E>(E element, Node<E> left, Node<E> right, int shape) {}

    /// A place among the elements.
    @FunctionalInterface
    interface Place<E> {
        /// Negative where the place is before the element, zero where it is the element's, positive behind it.
        int comparedTo(E element);
    }

    static <E> Sorted<E> by(Comparator<E> order) {
        return new Sorted<>(order, null);
    }

    /// @param elements in order, none equal to another
    static <E> Sorted<E> of(Comparator<E> order, List<E> elements) {
        return new Sorted<>(order, tree(elements));
    }

    private static <E> Node<E> tree(List<E> elements) {
        if (elements.isEmpty()) {
            return null;
        }
        int middle = elements.size() / 2;
        return node(
                elements.get(middle),
                tree(elements.subList(0, middle)),
                tree(elements.subList(middle + 1, elements.size())));
    }

    Optional<E> find(Place<E> place) {
        Node<E> node = root;
        while (node != null) {
            int side = place.comparedTo(node.element);
            if (side == 0) {
                return Optional.of(node.element);
            }
            node = side < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    /// With the element, in place of one that is equal in order.
    Sorted<E> with(E element) {
        return new Sorted<>(order, insert(root, element));
    }

    /// Without the element that is equal in order, which must be there.
    Sorted<E> without(E element) {
        return new Sorted<>(order, remove(root, element));
    }

    /// Visits the elements that are not before the place, until the visitor says no more.
    void walk(Place<E> from, Predicate<E> visitor) {
        walk(root, from, visitor);
    }

    private static <E> boolean walk(Node<E> node, Place<E> from, Predicate<E> visitor) {
        if (node == null) {
            return true;
        }
        if (from.comparedTo(node.element) > 0) {
            return walk(node.right, from, visitor);
        }
        return walk(node.left, from, visitor) && visitor.test(node.element) && walk(node.right, from, visitor);
    }

    /// How many elements the place is behind.
    int before(Place<E> place) {
        int count = 0;
        Node<E> node = root;
        while (node != null) {
            if (place.comparedTo(node.element) > 0) {
                count += size(node.left) + 1;
                node = node.right;
            } else {
                node = node.left;
            }
        }
        return count;
    }

    private static int height(Node<?> node) {
        return node == null ? 0 : node.shape & (1 << HEIGHT_BITS) - 1;
    }

    private static int size(Node<?> node) {
        return node == null ? 0 : node.shape >>> HEIGHT_BITS;
    }

    private static <E> Node<E> node(E element, Node<E> left, Node<E> right) {
        int height = 1 + Math.max(height(left), height(right));
        return new Node<>(element, left, right, size(left) + size(right) + 1 << HEIGHT_BITS | height);
    }

    private Node<E> insert(Node<E> node, E element) {
        if (node == null) {
            return node(element, null, null);
        }
        int side = order.compare(element, node.element);
        if (side == 0) {
            return new Node<>(element, node.left, node.right, node.shape);
        }
        return side < 0
                ? balanced(node.element, insert(node.left, element), node.right)
                : balanced(node.element, node.left, insert(node.right, element));
    }

    private Node<E> remove(Node<E> node, E element) {
        int side = order.compare(element, node.element);
        if (side < 0) {
            return balanced(node.element, remove(node.left, element), node.right);
        }
        if (side > 0) {
            return balanced(node.element, node.left, remove(node.right, element));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<E> next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        return balanced(next.element, node.left, remove(node.right, next.element));
    }

    private static <E> Node<E> balanced(E element, Node<E> left, Node<E> right) {
        int tilt = height(left) - height(right);
        if (tilt > 1) {
            return height(left.left) >= height(left.right)
                    ? node(left.element, left.left, node(element, left.right, right))
                    : node(
                            left.right.element,
                            node(left.element, left.left, left.right.left),
                            node(element, left.right.right, right));
        }
        if (tilt < -1) {
            return height(right.right) >= height(right.left)
                    ? node(right.element, node(element, left, right.left), right.right)
                    : node(
                            right.left.element,
                            node(element, left, right.left.left),
                            node(right.element, right.left.right, right.right));
        }
        return node(element, left, right);
    }
}
