package dev.pilothouse.api.patch;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.patch.StrategicMergePatch.Place;
import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Merges a list with the elements that a patch brings for it.
///
/// The order of the answer: elements that the patch (or its order directive) names stand in the patch's order; the
/// others keep theirs, and go as near to their old neighbours as that allows.
///
/// @param mergeKey the field that tells objects apart; empty where values are merged as a set
/// @param element what is known about the list's objects
/// @param merges whether the schema merges the list at all, rather than replace it
record StrategicList(String mergeKey, Place element, boolean merges) {

    static StrategicList of(FieldSchema field) {
        return new StrategicList(
                field.patch().map(FieldSchema.PatchStrategy::mergeKey).orElse(""),
                Place.of(field.type()),
                field.patch().map(FieldSchema.PatchStrategy::merge).orElse(false));
    }

    ListTree merge(ListTree original, ListTree patch) {
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        if (!ofObjects(original, patch)) {
            LinkedHashSet<Tree> values = new LinkedHashSet<>(original.stream().toList());
            patch.forEach(values::add);
            return ordered(List.copyOf(values), patch.stream().toList(), original.stream().toList());
        }
        if (mergeKey.isEmpty()) {
            throw ApiError.unclassified("cannot merge lists without merge key for " + element.kind());
        }
        List<Tree> old = new ArrayList<>(original.stream().toList());
        List<Tree> changes = new ArrayList<>();
        boolean replace = false;
        for (ObjectTree change : patch.objects()) {
            Tree directive = change.get(StrategicMergePatch.DIRECTIVE);
            switch (directive.asText()) {
                case "" -> {
                    if (!directive.isAbsent()) {
                        throw StrategicMergePatch.unknown(directive, change);
                    }
                    changes.add(change);
                }
                case "delete" -> {
                    Tree key = key(change);
                    old.removeIf(value -> value.asObject().get(mergeKey).equals(key));
                }
                case "replace" -> replace = true;
                case "merge" -> throw ApiError.unclassified("merging lists cannot yet be specified in the patch");
                default -> throw StrategicMergePatch.unknown(directive, change);
            }
        }
        if (replace) {
            return ordered(changes, List.of(), changes);
        }
        return ordered(mergeByKey(old, changes), changes, old);
    }

    private List<Tree> mergeByKey(List<Tree> original, List<Tree> changes) {
        List<Tree> merged = new ArrayList<>(original);
        Map<Tree, Integer> places = new HashMap<>();
        for (int i = 0; i < merged.size(); i++) {
            places.putIfAbsent(merged.get(i).asObject().get(mergeKey), i);
        }
        for (Tree change : changes) {
            Tree key = key(change);
            Integer at = places.get(key);
            if (at == null) {
                places.put(key, merged.size());
                merged.add(change);
            } else {
                merged.set(at, StrategicMergePatch.merge(merged.get(at).asObject(), change.asObject(), element));
            }
        }
        return merged;
    }

    /// Merges as far as there is something to merge, then puts the elements into the wanted order.
    ///
    /// @param original a list or absent
    /// @param patch a list or absent
    /// @return absent if neither is there
    Tree ordered(Tree original, Tree patch, ListTree wanted) {
        checkOrder(patch.asList(), wanted);
        if (original.isAbsent() && patch.isAbsent()) {
            return NullTree.ABSENT;
        }
        ListTree merged = original.isAbsent()
                ? StrategicMergePatch.withoutDirectives(patch).asList()
                : patch.isAbsent() ? original.asList() : mergedOrReplaced(original.asList(), patch.asList());
        if (original.asList().isEmpty() && patch.asList().isEmpty()) {
            throw ApiError.unclassified("no elements in any of the given slices");
        }
        ofObjects(original.asList(), patch.asList());
        return ordered(
                merged.stream().toList(),
                wanted.stream().toList(),
                original.asList().stream().toList());
    }

    private ListTree mergedOrReplaced(ListTree original, ListTree patch) {
        return merges ? merge(original, patch) : patch;
    }

    /// The patch's elements must be among the wanted ones, in the same order.
    private void checkOrder(ListTree patch, ListTree wanted) {
        if (patch.isEmpty() || wanted.isEmpty()) {
            return;
        }
        List<Tree> order = wanted.stream().toList();
        int at = 0;
        for (Tree value : patch) {
            if (value.asObject().has(StrategicMergePatch.DIRECTIVE)) {
                continue;
            }
            Tree key = key(value);
            while (at < order.size() && !key(order.get(at)).equals(key)) {
                at++;
            }
            if (at == order.size()) {
                throw ApiError.unclassified("The order in patch list:\n" + GoText.value(patch)
                        + "\n doesn't match $setElementOrder list:\n" + GoText.value(wanted) + "\n");
            }
            at++;
        }
    }

    private ListTree ordered(List<Tree> merged, List<Tree> patchOrder, List<Tree> serverOrder) {
        Map<Tree, Integer> inPatch = places(patchOrder);
        Map<Tree, Integer> onServer = places(serverOrder);
        List<Tree> fromPatch = new ArrayList<>();
        List<Tree> serverOnly = new ArrayList<>();
        for (Tree value : merged) {
            (inPatch.containsKey(key(value)) ? fromPatch : serverOnly).add(value);
        }
        fromPatch.sort(Comparator.comparing(value -> inPatch.get(key(value))));
        serverOnly.sort(Comparator.comparing(value -> onServer.getOrDefault(key(value), -1)));
        return ListTree.of(interleaved(serverOnly, fromPatch, onServer));
    }

    /// Both lists keep their order; an element of the server goes before the first of the patch that it stood before.
    private List<Tree> interleaved(List<Tree> serverOnly, List<Tree> fromPatch, Map<Tree, Integer> onServer) {
        List<Tree> all = new ArrayList<>(serverOnly.size() + fromPatch.size());
        int left = 0;
        for (Tree value : fromPatch) {
            Integer place = onServer.get(key(value));
            while (place != null && left < serverOnly.size()) {
                Integer other = onServer.get(key(serverOnly.get(left)));
                if (other == null || other >= place) {
                    break;
                }
                all.add(serverOnly.get(left++));
            }
            all.add(value);
        }
        all.addAll(serverOnly.subList(left, serverOnly.size()));
        return all;
    }

    private Map<Tree, Integer> places(List<Tree> values) {
        Map<Tree, Integer> places = new HashMap<>();
        for (Tree value : values) {
            places.putIfAbsent(key(value), places.size());
        }
        return places;
    }

    /// What tells the element apart: its merge key, or the value itself.
    private Tree key(Tree value) {
        if (mergeKey.isEmpty()) {
            return value;
        }
        Tree key = value.asObject().get(mergeKey);
        if (key.isAbsent()) {
            throw ApiError.unclassified(
                    "map: " + GoText.value(value) + " does not contain declared merge key: " + mergeKey);
        }
        return key;
    }

    /// Whether the elements are objects. They must be all of one type.
    private static boolean ofObjects(ListTree original, ListTree patch) {
        Set<String> types = new HashSet<>();
        for (ListTree list : List.of(original, patch)) {
            for (Tree value : list) {
                if (value instanceof ListTree) {
                    throw ApiError.unprocessable();
                }
                types.add(value instanceof NumberTree number ? "number" + number.isInteger() : value.type().json());
                if (types.size() > 1) {
                    throw ApiError.unclassified("list element types are not identical: " + GoText.value(list));
                }
            }
        }
        return types.contains(Tree.Type.OBJECT.json());
    }
}
