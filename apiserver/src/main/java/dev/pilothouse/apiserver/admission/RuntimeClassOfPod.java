package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.node.v1.RuntimeClass;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pod's runtime class says what running it costs beside its containers, and on which nodes it can run.
final class RuntimeClassOfPod implements AdmissionPlugin {
    private final PolicyReads reads;

    RuntimeClassOfPod(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "RuntimeClass";
    }

    private static boolean concerns(AdmissionRequest request) {
        return request.operation() == AdmissionRequest.Operation.CREATE && request.isFor("", "pods");
    }

    /// The class that the pod names.
    private Optional<ObjectTree> classOf(AdmissionRequest request) {
        String name = request.object().object("spec").text("runtimeClassName");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<ObjectTree> found =
                reads.get(RuntimeClass.RESOURCE, "", name).or(() -> reads.getLatest(RuntimeClass.RESOURCE, "", name));
        if (found.isEmpty()) {
            throw refused(request, "pod rejected: RuntimeClass \"" + name + "\" not found");
        }
        return found;
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        if (!concerns(request)) {
            return request.object();
        }
        Optional<ObjectTree> found = classOf(request);
        if (found.isEmpty()) {
            return request.object();
        }
        ObjectTree pod = request.object();
        ObjectTree spec = pod.object("spec");
        ObjectTree fixed = found.get().object("overhead").object("podFixed");
        if (found.get().has("overhead")) {
            checkOverhead(request, fixed);
            spec = fixed.isEmpty() ? spec : spec.with("overhead", fixed);
        }
        ObjectTree scheduling = found.get().object("scheduling");
        spec = withTolerations(withSelector(request, spec, scheduling.object("nodeSelector")), scheduling);
        return spec.equals(pod.object("spec")) ? pod : pod.with("spec", spec);
    }

    @Override
    public void review(AdmissionRequest request) {
        if (!concerns(request)) {
            return;
        }
        Optional<ObjectTree> found = classOf(request).filter(each -> each.has("overhead"));
        if (found.isPresent()) {
            checkOverhead(request, found.get().object("overhead").object("podFixed"));
        } else if (request.object().object("spec").has("overhead")) {
            throw refused(
                    request, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }

    private static void checkOverhead(AdmissionRequest request, ObjectTree fixed) {
        ObjectTree said = request.object().object("spec").object("overhead");
        if (!said.isEmpty() && !isSame(said, fixed)) {
            throw refused(
                    request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        }
    }

    private static boolean isSame(ObjectTree one, ObjectTree other) {
        return one.names().size() == other.names().size()
                && one.names().stream()
                        .allMatch(name -> other.has(name)
                                && Quantity.parse(one.text(name)).compareTo(Quantity.parse(other.text(name))) == 0);
    }

    private static ObjectTree withSelector(AdmissionRequest request, ObjectTree spec, ObjectTree selector) {
        ObjectTree merged = spec.object("nodeSelector");
        for (ObjectTree.Field wanted : selector.fields()) {
            String key = wanted.name();
            if (merged.has(key) && !merged.get(key).equals(wanted.value())) {
                throw refused(
                        request,
                        "conflict: runtimeClass.scheduling.nodeSelector[" + key + "] = "
                                + wanted.value().asText() + "; pod.spec.nodeSelector[" + key + "] = "
                                + merged.text(key));
            }
            merged = merged.with(key, wanted.value());
        }
        return selector.isEmpty() ? spec : spec.with("nodeSelector", merged);
    }

    /// What another toleration covers is left out.
    private static ObjectTree withTolerations(ObjectTree spec, ObjectTree scheduling) {
        ListTree more = scheduling.list("tolerations");
        if (more.isEmpty()) {
            return spec;
        }
        List<ObjectTree> all = new ArrayList<>(spec.list("tolerations").objects());
        all.addAll(more.objects());
        List<Tree> merged = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ObjectTree each = all.get(i);
            boolean known = merged.stream().anyMatch(other -> covers(other.asObject(), each));
            boolean comes = all.subList(i + 1, all.size()).stream()
                    .anyMatch(other -> !other.equals(each) && covers(other, each));
            if (!known && !comes) {
                merged.add(each);
            }
        }
        return spec.with("tolerations", ListTree.of(merged));
    }

    /// Whether the wide toleration tolerates all that the narrow one does, at least as long.
    private static boolean covers(ObjectTree wide, ObjectTree narrow) {
        if (wide.equals(narrow)) {
            return true;
        }
        boolean exists = wide.text("operator").equals("Exists");
        String effect = wide.text("effect");
        if (!wide.text("key").equals(narrow.text("key")) && !(wide.text("key").isEmpty() && exists)) {
            return false;
        }
        if (!effect.isEmpty() && !effect.equals(narrow.text("effect"))) {
            return false;
        }
        if (effect.equals("NoExecute")
                && wide.has("tolerationSeconds")
                && !(narrow.has("tolerationSeconds")
                        && narrow.number("tolerationSeconds") <= wide.number("tolerationSeconds"))) {
            return false;
        }
        return exists
                || (!narrow.text("operator").equals("Exists")
                        && narrow.text("value").equals(wide.text("value")));
    }

    private static ApiError refused(AdmissionRequest request, String why) {
        return ApiError.forbidden(new GroupResource("", "pods"), request.name(), why);
    }
}
