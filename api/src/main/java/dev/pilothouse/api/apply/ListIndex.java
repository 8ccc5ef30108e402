package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Shape.Identity;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// The elements of a list by their steps. Stored lists may hold an element twice (validation allows some); such
/// duplicates are owned together as one.
///
/// @param steps one for each element, in the list's order
/// @param elements those of each step
record ListIndex(List<String> steps, Map<String, List<Tree>> elements) {

    static ListIndex of(Identity identity, ListTree list) throws MalformedFields {
        List<String> steps = new ArrayList<>(list.size());
        Map<String, List<Tree>> elements = new LinkedHashMap<>();
        for (Tree element : list) {
            String step = step(identity, element, steps.size());
            steps.add(step);
            List<Tree> same = elements.get(step);
            if (same == null) {
                elements.put(step, List.of(element));
            } else {
                List<Tree> more = new ArrayList<>(same);
                more.add(element);
                elements.put(step, more);
            }
        }
        return new ListIndex(steps, elements);
    }

    List<Tree> get(String step) {
        return elements.getOrDefault(step, List.of());
    }

    boolean has(String step) {
        return elements.containsKey(step);
    }

    static String step(Identity identity, Tree element, int position) throws MalformedFields {
        return switch (identity) {
            case Identity.Position _ -> "i:" + position;
            case Identity.Value _ -> {
                switch (element.type()) {
                    case OBJECT ->
                        throw new MalformedFields("associative list without keys has an element that's a map type");
                    case LIST ->
                        throw new MalformedFields("not supported: associative list with lists as elements");
                    case NULL ->
                        throw new MalformedFields(
                                "associative list without keys has an element that's an explicit null");
                    case TEXT, NUMBER, BOOLEAN -> {}
                }
                yield Step.value(element);
            }
            case Identity.Keys(List<String> names, ObjectTree defaults) -> keys(names, defaults, element);
        };
    }

    private static String keys(List<String> names, ObjectTree defaults, Tree element) throws MalformedFields {
        if (element.isNull()) {
            throw new MalformedFields("associative list with keys may not have a null element");
        }
        if (!(element instanceof ObjectTree object)) {
            throw new MalformedFields("associative list with keys may not have non-map elements");
        }
        ObjectTree.Builder keys = ObjectTree.builder();
        for (String name : names) {
            keys.put(name, object.has(name) ? object.get(name) : defaults.get(name));
        }
        ObjectTree found = keys.build();
        if (found.isEmpty()) {
            StringJoiner quoted = new StringJoiner(" ", "[", "]");
            names.forEach(name -> quoted.add("\"" + name + "\""));
            throw new MalformedFields("associative list with keys has an element that omits all key fields " + quoted
                    + " (and doesn't have default values for any key fields)");
        }
        return Step.keys(found);
    }
}
