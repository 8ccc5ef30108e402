package dev.pilothouse.api.schema;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A typed name for a place in a tree. It has no state of its own; a change answers a view of a new tree.
public interface View {

    ObjectTree tree();

    /// Views of a list's objects, made when they are read.
    static <V> List<V> list(ListTree trees, Function<ObjectTree, V> view) {
        List<ObjectTree> objects = trees.objects();
        return new AbstractList<>() {
            @Override
            public V get(int index) {
                return view.apply(objects.get(index));
            }

            @Override
            public int size() {
                return objects.size();
            }
        };
    }

    /// Views of an object's values by name.
    static <V> Map<String, V> map(ObjectTree trees, Function<ObjectTree, V> view) {
        Map<String, V> views = new LinkedHashMap<>();
        for (ObjectTree.Cursor c = trees.cursor(); c.next(); ) {
            views.put(c.name(), view.apply(c.value().asObject()));
        }
        return Collections.unmodifiableMap(views);
    }

    static ListTree trees(Collection<? extends View> views) {
        return ListTree.of(views.stream().map(View::tree).toList());
    }
}
