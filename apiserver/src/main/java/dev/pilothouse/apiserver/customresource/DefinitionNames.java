package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.apiextensions.DefinitionStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which of the names that a definition asks for it gets: those that no other definition of its group had first.
///
/// @param resources plurals, singulars and short names that are taken in the group, the definition's own among them
/// @param kinds kinds and list kinds that are taken
record DefinitionNames(Set<String> resources, Set<String> kinds) {

    static DefinitionNames taken(String group, Collection<ObjectTree> definitions) {
        Set<String> resources = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        for (ObjectTree definition : definitions) {
            if (definition.object("spec").text("group").equals(group)) {
                ObjectTree names = definition.object("status").object("acceptedNames");
                resources.addAll(List.of(names.text("plural"), names.text("singular")));
                resources.addAll(names.list("shortNames").texts());
                kinds.addAll(List.of(names.text("kind"), names.text("listKind")));
            }
        }
        return new DefinitionNames(resources, kinds);
    }

    /// Whether the definition has every name that it asks for.
    static boolean areSettled(ObjectTree definition) {
        ObjectTree wanted = definition.object("spec").object("names");
        ObjectTree accepted = definition.object("status").object("acceptedNames");
        return without(wanted).equals(without(accepted));
    }

    /// Lists without entries say the same as none.
    private static ObjectTree without(ObjectTree names) {
        ObjectTree result = names;
        for (String list : List.of("shortNames", "categories")) {
            result = result.list(list).isEmpty() ? result.without(list) : result;
        }
        return result;
    }

    /// The definition with the names that it gets, and the conditions that say so.
    ///
    /// @param time the time of now, as it is written
    ObjectTree settle(ObjectTree definition, Tree time) {
        ObjectTree wanted = definition.object("spec").object("names");
        ObjectTree accepted = definition.object("status").object("acceptedNames");
        ObjectTree next = accepted;
        List<String[]> conflicts = new ArrayList<>();
        next = one(next, "plural", wanted, accepted, resources, "PluralConflict", conflicts);
        next = one(next, "singular", wanted, accepted, resources, "SingularConflict", conflicts);
        next = shortNames(next, wanted, accepted, conflicts);
        next = one(next, "kind", wanted, accepted, kinds, "KindConflict", conflicts);
        next = one(next, "listKind", wanted, accepted, kinds, "ListKindConflict", conflicts);
        ListTree categories = wanted.list("categories");
        next = next.with("categories", categories.isEmpty() ? NullTree.ABSENT : categories);
        ObjectTree named = definition.withAt(next, "status", "acceptedNames");
        boolean fine = conflicts.isEmpty();
        // Of several conflicts the last one is told.
        String[] told = fine ? new String[] {"NoConflicts", "no conflicts found"} : conflicts.getLast();
        named = DefinitionStatus.withCondition(
                named, DefinitionStatus.NAMES_ACCEPTED, fine ? "True" : "False", told[0], told[1], time);
        if (DefinitionStatus.isTrue(definition, DefinitionStatus.ESTABLISHED)) {
            return named;
        }
        return fine
                ? DefinitionStatus.withCondition(
                        named,
                        DefinitionStatus.ESTABLISHED,
                        "True",
                        "InitialNamesAccepted",
                        "the initial names have been accepted",
                        time)
                : DefinitionStatus.withCondition(
                        named,
                        DefinitionStatus.ESTABLISHED,
                        "False",
                        "NotAccepted",
                        "not all names are accepted",
                        time);
    }

    private static ObjectTree one(
            ObjectTree names,
            String field,
            ObjectTree wanted,
            ObjectTree accepted,
            Set<String> taken,
            String reason,
            List<String[]> conflicts) {
        String name = wanted.text(field);
        if (isFree(name, accepted.text(field), taken)) {
            return names.with(field, name);
        }
        conflicts.add(new String[] {reason, inUse(name)});
        return names;
    }

    private ObjectTree shortNames(
            ObjectTree names, ObjectTree wanted, ObjectTree accepted, List<String[]> conflicts) {
        List<String> own = accepted.list("shortNames").texts();
        List<String> problems = new ArrayList<>();
        for (String name : wanted.list("shortNames").texts()) {
            boolean known = own.contains(name)
                    || name.equals(accepted.text("plural"))
                    || name.equals(accepted.text("singular"));
            if (!known && resources.contains(name) && !problems.contains(inUse(name))) {
                problems.add(inUse(name));
            }
        }
        if (!problems.isEmpty()) {
            String message = problems.size() == 1 ? problems.getFirst() : "[" + String.join(", ", problems) + "]";
            conflicts.add(new String[] {"ShortNamesConflict", message});
            return names;
        }
        ListTree all = wanted.list("shortNames");
        return names.with("shortNames", all.isEmpty() ? NullTree.ABSENT : all);
    }

    private static boolean isFree(String wanted, String accepted, Set<String> taken) {
        return wanted.equals(accepted) || !taken.contains(wanted);
    }

    private static String inUse(String name) {
        return GoText.quote(name) + " is already in use";
    }
}
