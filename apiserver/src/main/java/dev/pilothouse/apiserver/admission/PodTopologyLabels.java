package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.List;

/// A pod that gets a node gets the labels of the node's zone and region too (KEP-4742).
final class PodTopologyLabels implements AdmissionPlugin {
    private static final List<String> LABELS =
            List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

    private final PolicyReads reads;

    PodTopologyLabels(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "PodTopologyLabels";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        ObjectTree object = request.object();
        if (request.operation() != AdmissionRequest.Operation.CREATE
                || !request.resource().id().group().isEmpty()
                || !request.resource().id().resource().equals("pods")) {
            return object;
        }
        return switch (request.subresource()) {
            case "" -> labelled(object, object.object("spec").text("nodeName"));
            case "binding" -> {
                ObjectTree target = object.object("target");
                boolean isNode = target.text("kind").isEmpty() || target.text("kind").equals("Node");
                yield isNode ? labelled(object, target.text("name")) : object;
            }
            default -> object;
        };
    }

    private ObjectTree labelled(ObjectTree object, String nodeName) {
        if (nodeName.isEmpty()) {
            return object;
        }
        ObjectTree labels = reads.get(Node.RESOURCE, "", nodeName)
                .map(ObjectMeta::labels)
                .orElse(ObjectTree.EMPTY);
        ObjectTree changed = object;
        for (String label : LABELS) {
            if (labels.has(label)) {
                changed = changed.withAt(Tree.of(labels.text(label)), "metadata", "labels", label);
            }
        }
        return changed;
    }
}
