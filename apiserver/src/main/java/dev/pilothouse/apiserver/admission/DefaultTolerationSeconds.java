package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;

/// A pod stays for a while on a node that became unready or unreachable, unless it says otherwise (upstream's
/// `--default-not-ready-toleration-seconds` and its twin).
public record DefaultTolerationSeconds(long notReadySeconds, long unreachableSeconds) implements AdmissionPlugin {
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    @Override
    public String name() {
        return "DefaultTolerationSeconds";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        if (!request.isFor("", "pods") || !isWrite(request.operation())) {
            return request.object();
        }
        ObjectTree spec = request.object().object("spec");
        ListTree tolerations = spec.list("tolerations");
        ListTree completed = tolerations;
        for (String taint : List.of(NOT_READY, UNREACHABLE)) {
            if (tolerations.objects().stream().noneMatch(toleration -> tolerates(toleration, taint))) {
                completed = completed.plus(ObjectTree.builder()
                        .put("key", taint)
                        .put("operator", "Exists")
                        .put("effect", "NoExecute")
                        .put("tolerationSeconds", taint.equals(NOT_READY) ? notReadySeconds : unreachableSeconds)
                        .build());
            }
        }
        return completed == tolerations
                ? request.object()
                : request.object().with("spec", spec.with("tolerations", completed));
    }

    /// An update that leaves the tolerations out gets them back: validation takes additions only.
    private static boolean isWrite(AdmissionRequest.Operation operation) {
        return operation == AdmissionRequest.Operation.CREATE || operation == AdmissionRequest.Operation.UPDATE;
    }

    private static boolean tolerates(ObjectTree toleration, String taint) {
        String key = toleration.text("key");
        String effect = toleration.text("effect");
        return (key.equals(taint) || key.isEmpty()) && (effect.equals("NoExecute") || effect.isEmpty());
    }
}
