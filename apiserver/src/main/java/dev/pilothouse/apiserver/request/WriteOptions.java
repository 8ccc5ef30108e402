package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.apply.ManagerName;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ListTree;
import java.util.List;
import java.util.Optional;

/// The options of creates, updates and patches in the URL (`CreateOptions`, `UpdateOptions`, `PatchOptions` of meta/v1).
///
/// @param fieldManager empty if the client names none
public record WriteOptions(boolean dryRun, String fieldManager, String fieldValidation, boolean force) {
    private static final List<String> VALIDATIONS = List.of("", "Ignore", "Strict", "Warn");

    /// @param kind the options' kind, as errors name it
    /// @param applying whether the request is a server-side apply, which must name its manager and may force
    public static WriteOptions of(Query query, String kind, Optional<Boolean> applying) {
        Problems problems = new Problems();
        List<String> dryRun = query.all("dryRun").stream().filter(v -> !v.isEmpty()).toList();
        if (!dryRun.stream().allMatch("All"::equals)) {
            problems.add(FieldError.notSupported(FieldPath.of("dryRun"), ListTree.ofTexts(dryRun), List.of("All")));
        }
        String manager = query.text("fieldManager");
        boolean force = query.flag("force");
        if (applying.isPresent()) {
            if (applying.get() && manager.isEmpty()) {
                problems.required(FieldPath.of("fieldManager"), "is required for apply patch");
            }
            if (!applying.get() && query.has("force")) {
                problems.forbidden(FieldPath.of("force"), "may not be specified for non-apply patch");
            }
        }
        problems.addAll(ManagerName.check(manager, FieldPath.of("fieldManager")));
        if (!VALIDATIONS.contains(query.text("fieldValidation"))) {
            problems.notSupported(FieldPath.of("fieldValidation"), query.text("fieldValidation"), VALIDATIONS);
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid(new GroupKind("meta.k8s.io", kind), "", problems.list());
        }
        return new WriteOptions(!dryRun.isEmpty(), manager, query.text("fieldValidation"), force);
    }
}
