package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;

/// A pod stays five minutes on a node that became unready or unreachable, unless it says otherwise.
final class DefaultTolerationSeconds implements AdmissionPlugin {
    /// Upstream's `--default-not-ready-toleration-seconds` and its twin.
    private static final long SECONDS = 300;

    private static final List<String> TAINTS =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

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
        for (String taint : TAINTS) {
            if (tolerations.objects().stream().noneMatch(toleration -> tolerates(toleration, taint))) {
                completed = completed.plus(ObjectTree.builder()
                        .put("key", taint)
                        .put("operator", "Exists")
                        .put("effect", "NoExecute")
                        .put("tolerationSeconds", SECONDS)
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
