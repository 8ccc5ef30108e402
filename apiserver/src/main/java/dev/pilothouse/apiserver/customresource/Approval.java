package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.apiextensions.DefinitionStatus;
import java.util.Optional;

/// Whether a definition in a group of the Kubernetes community may be there (KEP-1111, `api-approved.kubernetes.io`).
record Approval(String status, String reason, String message) {
    private static final String CONDITION = "KubernetesAPIApprovalPolicyConformant";
    private static final String ANNOTATION = "api-approved.kubernetes.io";

    /// Empty for groups of others.
    static Optional<Approval> of(ObjectTree definition) {
        String group = definition.object("spec").text("group");
        if (!isProtected(group)) {
            return Optional.empty();
        }
        String word = ObjectMeta.annotation(definition, ANNOTATION);
        if (word.isEmpty()) {
            return Optional.of(new Approval(
                    "False",
                    "MissingAnnotation",
                    "protected groups must have approval annotation \"" + ANNOTATION
                            + "\", see https://github.com/kubernetes/enhancements/pull/1111"));
        }
        if (word.startsWith("unapproved")) {
            return Optional.of(new Approval("False", "UnapprovedAnnotation", "not approved: " + GoText.quote(word)));
        }
        return Optional.of(new Approval("True", "ApprovedAnnotation", "approved in " + word));
    }

    private static boolean isProtected(String group) {
        return group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
    }

    boolean isIn(ObjectTree definition) {
        return DefinitionStatus.condition(definition, CONDITION)
                .filter(condition -> condition.text("status").equals(status)
                        && condition.text("reason").equals(reason)
                        && condition.text("message").equals(message))
                .isPresent();
    }

    ObjectTree on(ObjectTree definition, Tree time) {
        return DefinitionStatus.withCondition(definition, CONDITION, status, reason, message, time);
    }
}
