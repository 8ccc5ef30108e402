package dev.pilothouse.api.apply;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A manager's fields that an apply would change.
record Conflict(Manager manager, FieldSet fields) {

    /// Ends the request: one cause a field, and one message of all, by manager.
    static ApiError refuse(List<Conflict> conflicts) {
        List<Conflict> sorted = conflicts.stream()
                .sorted(Comparator.comparing((Conflict conflict) -> conflict.manager.name())
                        .thenComparing(conflict -> conflict.manager.operation())
                        .thenComparing(conflict -> conflict.manager.apiVersion())
                        .thenComparing(conflict -> conflict.manager.subresource()))
                .toList();
        List<ApiError.ApplyCause> causes = new ArrayList<>();
        StringBuilder list = new StringBuilder();
        for (Conflict conflict : sorted) {
            list.append(list.isEmpty() ? "" : "\n")
                    .append("conflicts with ")
                    .append(conflict.manager.show())
                    .append(":");
            for (String path : paths(conflict.fields)) {
                causes.add(new ApiError.ApplyCause("conflict with " + conflict.manager.show(), path));
                list.append("\n- ").append(path);
            }
        }
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + causes.getFirst().message() + ": "
                        + causes.getFirst().field()
                : "Apply failed with " + causes.size() + " conflicts: " + list;
        return ApiError.applyConflict(causes, message);
    }

    /// Every member, those of a level before those below it.
    private static List<String> paths(FieldSet fields) {
        List<String> paths = new ArrayList<>();
        collect(fields.tree(), "", paths);
        return paths;
    }

    private static void collect(ObjectTree steps, String path, List<String> into) {
        List<String> sorted = new ArrayList<>(steps.names());
        sorted.remove(FieldSet.SELF);
        sorted.sort(Step.ORDER);
        for (String step : sorted) {
            if (FieldSet.isMember(steps.get(step))) {
                into.add(path + Step.show(step));
            }
        }
        for (String step : sorted) {
            Tree node = steps.get(step);
            collect(FieldSet.below(node), path + Step.show(step), into);
        }
    }
}
