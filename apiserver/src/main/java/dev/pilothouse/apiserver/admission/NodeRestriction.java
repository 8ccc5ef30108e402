package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Keeps a kubelet to its own node, the pods on it, and what they need: the half of node authorization that depends on
/// what is sent (reference documentation, "Using Node Authorization").
///
/// N1 A taken-over node can't lend itself labels or lose taints by which others keep pods away from it.
final class NodeRestriction implements AdmissionPlugin {
    private static final String USER_PREFIX = "system:node:";
    private static final String GROUP = "system:nodes";
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String LEASES = "kube-node-lease";
    private static final String RESTRICTED = "node-restriction.kubernetes.io";

    /// Labels below the project's own domains that a kubelet sets on itself.
    private static final Set<String> OWN_LABELS = Set.of(
            "kubernetes.io/hostname",
            "kubernetes.io/arch",
            "kubernetes.io/os",
            "beta.kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "node.kubernetes.io/instance-type",
            "node.kubernetes.io/windows-build",
            "beta.kubernetes.io/instance-type",
            "failure-domain.beta.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone");

    private static final List<String> OWN_DOMAINS = List.of("kubelet.kubernetes.io", "node.kubernetes.io");

    private final PolicyReads reads;

    NodeRestriction(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "NodeRestriction";
    }

    /// Judges what the kubelet sent, before others add to it.
    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        nodeOf(request.identity()).ifPresent(node -> check(request, node));
        return request.object();
    }

    /// Deletions bring nothing to mutate.
    @Override
    public void review(AdmissionRequest request) {
        if (request.operation() == AdmissionRequest.Operation.DELETE) {
            nodeOf(request.identity()).ifPresent(node -> check(request, node));
        }
    }

    private static Optional<String> nodeOf(Identity identity) {
        boolean isNode = identity.user().startsWith(USER_PREFIX) && identity.isIn(GROUP);
        return isNode ? Optional.of(identity.user().substring(USER_PREFIX.length())) : Optional.empty();
    }

    private void check(AdmissionRequest request, String node) {
        switch (request.resource().id().group() + "/" + request.resource().id().resource()) {
            case "/pods" -> pod(request, node);
            case "/nodes" -> node(request, node);
            case "/serviceaccounts" -> token(request, node);
            case "coordination.k8s.io/leases" -> lease(request, node);
            case "storage.k8s.io/csinodes" ->
                refuseOther(request, node, "can only access CSINode with the same name as the requesting node");
            default -> {}
        }
    }

    private static ApiError forbidden(AdmissionRequest request, String why) {
        return ApiError.forbidden(
                new GroupResource(
                        request.resource().id().group(), request.resource().id().resource()),
                request.name(),
                why);
    }

    private static void refuseOther(AdmissionRequest request, String node, String why) {
        if (!request.name().equals(node)) {
            throw forbidden(request, why);
        }
    }

    // ---- pods

    private void pod(AdmissionRequest request, String node) {
        switch (request.operation()) {
            case CREATE -> {
                if (request.subresource().isEmpty()) {
                    newPod(request, node);
                } else if (request.subresource().equals("eviction")) {
                    ownPod(request, existing(request), node, "evict pods with");
                }
            }
            case UPDATE -> {
                if (request.subresource().equals("status")) {
                    ownPod(request, request.old().orElse(ObjectTree.EMPTY), node, "update pod status for pods with");
                    if (!ObjectMeta.labels(request.object())
                            .equals(ObjectMeta.labels(request.old().orElse(ObjectTree.EMPTY)))) {
                        throw forbidden(request, "node \"" + node + "\" cannot update labels through pod status");
                    }
                }
            }
            case DELETE -> ownPod(request, existing(request), node, "delete pods with");
            case CONNECT -> {}
        }
    }

    private ObjectTree existing(AdmissionRequest request) {
        return request.old()
                .or(() -> reads.getLatest(Pod.RESOURCE, request.namespace(), request.name()))
                .orElseThrow(() -> ApiError.notFound(new GroupResource("", "pods"), request.name()));
    }

    private static void ownPod(AdmissionRequest request, ObjectTree pod, String node, String what) {
        if (!Pod.of(pod).spec().nodeName().equals(node)) {
            throw forbidden(request, "node " + node + " can only " + what + " spec.nodeName set to itself");
        }
    }

    /// A kubelet only makes mirrors of its static pods, which bring nothing from the API along.
    private static void newPod(AdmissionRequest request, String node) {
        ObjectTree pod = request.object();
        String who = "node \"" + node + "\" can only create ";
        if (!ObjectMeta.annotations(pod).has(MIRROR)) {
            throw forbidden(
                    request, "pod does not have \"" + MIRROR + "\" annotation, " + who + "mirror pods");
        }
        if (!Pod.of(pod).spec().nodeName().equals(node)) {
            throw forbidden(request, who + "pods with spec.nodeName set to itself");
        }
        ObjectTree spec = pod.object("spec");
        if (!spec.text("serviceAccountName").isEmpty()) {
            throw forbidden(request, "node \"" + node + "\" can not create pods that reference a service account");
        }
        for (ObjectTree volume : spec.list("volumes").objects()) {
            for (String source : List.of("secret", "configMap", "persistentVolumeClaim", "projected")) {
                if (volume.has(source)) {
                    throw forbidden(
                            request,
                            "node \"" + node + "\" can not create pods that reference a "
                                    + source.toLowerCase(java.util.Locale.ROOT));
                }
            }
        }
    }

    // ---- nodes

    private static void node(AdmissionRequest request, String node) {
        if (!request.name().equals(node)) {
            throw forbidden(
                    request, "node \"" + node + "\" is not allowed to modify node \"" + request.name() + "\"");
        }
        switch (request.operation()) {
            case CREATE -> {
                Set<String> labels = restricted(changed(ObjectTree.EMPTY, ObjectMeta.labels(request.object())));
                if (!labels.isEmpty()) {
                    throw forbidden(
                            request,
                            "node \"" + node + "\" is not allowed to set the following labels: "
                                    + String.join(", ", labels));
                }
            }
            case UPDATE -> changedNode(request, request.old().orElse(ObjectTree.EMPTY), node);
            case DELETE, CONNECT -> {}
        }
    }

    private static void changedNode(AdmissionRequest request, ObjectTree old, String node) {
        String who = "node \"" + node + "\" is not allowed to ";
        ObjectTree spec = request.object().object("spec");
        ObjectTree oldSpec = old.object("spec");
        if (!spec.get("configSource").isNull() && !spec.get("configSource").equals(oldSpec.get("configSource"))) {
            throw forbidden(request, who + "update configSource to a new non-nil configSource");
        }
        if (!sameList(spec.list("taints"), oldSpec.list("taints"))) {
            throw forbidden(request, who + "modify taints");
        }
        Set<String> labels = restricted(changed(ObjectMeta.labels(old), ObjectMeta.labels(request.object())));
        if (!labels.isEmpty()) {
            throw forbidden(request, "is not allowed to modify labels: " + String.join(", ", labels));
        }
    }

    private static boolean sameList(ListTree one, ListTree other) {
        return one.isEmpty() && other.isEmpty() || one.equals(other);
    }

    private static Set<String> changed(ObjectTree old, ObjectTree now) {
        Set<String> changed = new TreeSet<>();
        for (ObjectTree.Field field : now.fields()) {
            Tree before = old.get(field.name());
            if (before.isAbsent() || !before.equals(field.value())) {
                changed.add(field.name());
            }
        }
        for (ObjectTree.Field field : old.fields()) {
            if (now.get(field.name()).isAbsent()) {
                changed.add(field.name());
            }
        }
        return changed;
    }

    private static Set<String> restricted(Set<String> labels) {
        labels.removeIf(label -> !isRestricted(label));
        return labels;
    }

    private static boolean isRestricted(String label) {
        int slash = label.indexOf('/');
        String domain = slash < 0 ? "" : label.substring(0, slash);
        if (isWithin(domain, RESTRICTED)) {
            return true;
        }
        boolean ours = isWithin(domain, "kubernetes.io") || isWithin(domain, "k8s.io");
        return ours
                && !OWN_LABELS.contains(label)
                && OWN_DOMAINS.stream().noneMatch(own -> isWithin(domain, own));
    }

    private static boolean isWithin(String domain, String parent) {
        return domain.equals(parent) || domain.endsWith("." + parent);
    }

    // ---- tokens and leases

    private void token(AdmissionRequest request, String node) {
        if (!request.subresource().equals("token")) {
            return;
        }
        ObjectTree ref = request.object().object("spec").object("boundObjectRef");
        if (!ref.text("apiVersion").equals("v1") || !ref.text("kind").equals("Pod") || ref.text("name").isEmpty()) {
            throw forbidden(request, "node requested token not bound to a pod");
        }
        if (ref.text("uid").isEmpty()) {
            throw forbidden(request, "node requested token with a pod binding without a uid");
        }
        ObjectTree pod = reads.getLatest(Pod.RESOURCE, request.namespace(), ref.text("name"))
                .orElseThrow(() -> forbidden(
                        request, "pod \"" + ref.text("name") + "\" not found"));
        if (!ObjectMeta.uid(pod).equals(ref.text("uid"))) {
            throw forbidden(
                    request,
                    "the UID in the bound object reference (" + ref.text("uid") + ") does not match the UID in record. The"
                            + " object might have been deleted and then recreated");
        }
        if (!Pod.of(pod).spec().nodeName().equals(node)) {
            throw forbidden(request, "node requested token bound to a pod scheduled on a different node");
        }
    }

    private static void lease(AdmissionRequest request, String node) {
        if (!request.namespace().equals(LEASES)) {
            throw forbidden(request, "can only access leases in the \"" + LEASES + "\" system namespace");
        }
        refuseOther(request, node, "can only access node lease with the same name as the requesting node");
    }
}
