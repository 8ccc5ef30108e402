package dev.pilothouse.api.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A JSON array. Walk it by iteration: [#get] on a slice counts from the start.
public sealed interface ListTree extends Tree, Iterable<Tree> permits SliceList, BuiltList {

    ListTree EMPTY = new BuiltList(new Tree[0]);

    /// The number of values.
    int size();

    /// The value at the index, or [NullTree#ABSENT] outside the list.
    Tree get(int index);

    static ListTree of(Tree... values) {
        return of(Arrays.asList(values));
    }

    static ListTree of(Collection<? extends Tree> values) {
        return values.isEmpty() ? EMPTY : new BuiltList(values.toArray(Tree[]::new));
    }

    static ListTree ofTexts(Collection<String> texts) {
        return of(texts.stream().map(Tree::of).toList());
    }

    @Override
    default Type type() {
        return Type.LIST;
    }

    @Override
    default ListTree asList() {
        return this;
    }

    default boolean isEmpty() {
        return size() == 0;
    }

    default Stream<Tree> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /// The values, those that are no objects as empty objects.
    default List<ObjectTree> objects() {
        List<ObjectTree> objects = new ArrayList<>(size());
        for (Tree value : this) {
            objects.add(value.asObject());
        }
        return objects;
    }

    /// The values, those that are no text as empty text.
    default List<String> texts() {
        List<String> texts = new ArrayList<>(size());
        for (Tree value : this) {
            texts.add(value.asText());
        }
        return texts;
    }

    default ListTree with(int index, Tree value) {
        Tree[] values = copy(size());
        values[index] = value;
        return new BuiltList(values);
    }

    default ListTree plus(Tree value) {
        Tree[] values = copy(size() + 1);
        values[values.length - 1] = value;
        return new BuiltList(values);
    }

    default ListTree without(int index) {
        List<Tree> values = new ArrayList<>(Arrays.asList(copy(size())));
        values.remove(index);
        return of(values);
    }

    private Tree[] copy(int length) {
        Tree[] values = new Tree[length];
        int i = 0;
        for (Tree value : this) {
            values[i++] = value;
        }
        return values;
    }
}
