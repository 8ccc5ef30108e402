package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.request.Query;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How to delete (`DeleteOptions` of meta/v1), from the body or from the URL.
public record DeleteOptions(
        OptionalLong gracePeriodSeconds,
        Optional<String> uid,
        Optional<String> resourceVersion,
        Propagation propagation,
        boolean dryRun) {

    public enum Propagation {
        UNSET,
        ORPHAN,
        BACKGROUND,
        FOREGROUND
    }

    /// Nothing is asked for besides.
    public static final DeleteOptions PLAIN = new DeleteOptions(
            OptionalLong.empty(), Optional.empty(), Optional.empty(), Propagation.UNSET, false);

    private static final GroupKind KIND = new GroupKind("meta.k8s.io", "DeleteOptions");
    private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");

    /// As messages list them: nothing at all is one too.
    private static final List<String> SHOWN = List.of("Foreground", "Background", "Orphan", "nil");

    /// @param body the options in the body; empty if it has none
    public static DeleteOptions of(Optional<ObjectTree> body, Query query) {
        return body.map(DeleteOptions::ofBody).orElseGet(() -> ofBody(ofQuery(query)));
    }

    /// The same with this revision of the object as a precondition.
    public DeleteOptions only(String version) {
        return new DeleteOptions(gracePeriodSeconds, uid, Optional.of(version), propagation, dryRun);
    }

    private static ObjectTree ofQuery(Query query) {
        ObjectTree.Builder options = ObjectTree.builder();
        query.number("gracePeriodSeconds").ifPresent(seconds -> options.put("gracePeriodSeconds", seconds));
        if (!query.text("propagationPolicy").isEmpty()) {
            options.put("propagationPolicy", query.text("propagationPolicy"));
        }
        if (query.has("orphanDependents")) {
            options.put("orphanDependents", query.flag("orphanDependents"));
        }
        if (!query.all("dryRun").isEmpty() && !query.text("dryRun").isEmpty()) {
            options.put("dryRun", dev.pilothouse.api.tree.ListTree.ofTexts(query.all("dryRun")));
        }
        return options.build();
    }

    private static DeleteOptions ofBody(ObjectTree body) {
        check(body);
        ObjectTree preconditions = body.object("preconditions");
        Tree grace = body.get("gracePeriodSeconds");
        return new DeleteOptions(
                grace.isNull() ? OptionalLong.empty() : OptionalLong.of(Math.max(0, grace.asLong())),
                optional(preconditions.get("uid")),
                optional(preconditions.get("resourceVersion")),
                propagation(body),
                !body.list("dryRun").isEmpty());
    }

    private static void check(ObjectTree body) {
        Problems problems = new Problems();
        String policy = body.text("propagationPolicy");
        boolean named = !body.get("propagationPolicy").isNull();
        if (named && !body.get("orphanDependents").isNull()) {
            problems.invalid(
                    FieldPath.of("propagationPolicy"),
                    policy,
                    "orphanDependents and deletionPropagation cannot be both set");
        }
        if (named && !POLICIES.contains(policy)) {
            problems.notSupported(FieldPath.of("propagationPolicy"), policy, SHOWN);
        }
        for (String dryRun : body.list("dryRun").texts()) {
            if (!dryRun.equals("All")) {
                problems.notSupported(FieldPath.of("dryRun"), dryRun, List.of("All"));
            }
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid(KIND, "", problems.list());
        }
    }

    private static Propagation propagation(ObjectTree body) {
        Tree orphan = body.get("orphanDependents");
        if (!orphan.isNull()) {
            return orphan.asBoolean() ? Propagation.ORPHAN : Propagation.BACKGROUND;
        }
        return switch (body.text("propagationPolicy")) {
            case "Orphan" -> Propagation.ORPHAN;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Background" -> Propagation.BACKGROUND;
            default -> Propagation.UNSET;
        };
    }

    private static Optional<String> optional(Tree text) {
        return text.isNull() ? Optional.empty() : Optional.of(text.asText());
    }
}
