package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.net.URI;
import java.net.URISyntaxException;

/// Groups below `k8s.io` and `kubernetes.io` belong to the community: a definition in one of them says who approved it
/// (KEP-1111).
final class ApprovalRules {
    static final String ANNOTATION = "api-approved.kubernetes.io";

    private static final String WHERE = ", see https://github.com/kubernetes/enhancements/pull/1111";

    private ApprovalRules() {}

    private enum State {
        APPROVED,
        BYPASSED,
        MISSING,
        INVALID
    }

    private static State state(ObjectTree definition) {
        String said = ObjectMeta.annotation(definition, ANNOTATION);
        if (said.isEmpty()) {
            return State.MISSING;
        }
        if (said.startsWith("unapproved")) {
            return State.BYPASSED;
        }
        try {
            URI uri = new URI(said);
            boolean complete = uri.getScheme() != null && uri.getHost() != null;
            return complete ? State.APPROVED : State.INVALID;
        } catch (URISyntaxException e) {
            return State.INVALID;
        }
    }

    static boolean isProtected(String group) {
        return group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
    }

    /// @param old empty at creation; an approval that hasn't changed is not judged again
    static void check(Place definition, ObjectTree old) {
        String group = definition.at("spec", "group").text();
        State now = state(definition.object());
        if (!isProtected(group) || !old.isEmpty() && state(old) == now) {
            return;
        }
        FieldPath path = FieldPath.of("metadata", "annotations").key(ANNOTATION);
        String needed = "protected groups must have approval annotation \"" + ANNOTATION + "\"";
        switch (now) {
            case APPROVED, BYPASSED -> {}
            case MISSING -> definition.problems().required(path, needed + WHERE);
            case INVALID -> definition
                    .problems()
                    .invalid(
                            path,
                            ObjectMeta.annotation(definition.object(), ANNOTATION),
                            needed + " with either a URL or a reason starting with \"unapproved\"" + WHERE);
        }
    }
}
