package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.tree.ObjectTree;

/// A new node takes no pods until its controller has seen that it is ready.
final class TaintNodesByCondition implements AdmissionPlugin {
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String EFFECT = "NoSchedule";

    @Override
    public String name() {
        return "TaintNodesByCondition";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        if (request.operation() != AdmissionRequest.Operation.CREATE || !request.isFor("", "nodes")) {
            return request.object();
        }
        ObjectTree spec = request.object().object("spec");
        boolean tainted = spec.list("taints").objects().stream()
                .anyMatch(taint -> taint.text("key").equals(NOT_READY)
                        && taint.text("effect").equals(EFFECT));
        if (tainted) {
            return request.object();
        }
        ObjectTree taint =
                ObjectTree.builder().put("key", NOT_READY).put("effect", EFFECT).build();
        return request.object()
                .with("spec", spec.with("taints", spec.list("taints").plus(taint)));
    }
}
