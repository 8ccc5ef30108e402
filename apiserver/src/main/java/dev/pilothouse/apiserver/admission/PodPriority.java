package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.scheduling.v1.PriorityClass;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/// Turns a pod's priority class into its priority, and keeps the default class single.
final class PodPriority implements AdmissionPlugin {
    /// Classes that the cluster itself needs.
    private static final Set<String> SYSTEM = Set.of("system-node-critical", "system-cluster-critical");

    private static final String LOWER = "PreemptLowerPriority";

    private final PolicyReads reads;

    PodPriority(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "Priority";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        if (!request.isFor("", "pods")) {
            return request.object();
        }
        ObjectTree pod = request.object();
        if (request.operation() == AdmissionRequest.Operation.UPDATE) {
            ObjectTree before = request.old().orElse(ObjectTree.EMPTY).object("spec");
            ObjectTree spec = pod.object("spec");
            return spec.get("priority").isNull() && !before.get("priority").isNull()
                    ? pod.with("spec", spec.with("priority", before.get("priority")))
                    : pod;
        }
        return request.operation() == AdmissionRequest.Operation.CREATE ? created(request, pod) : pod;
    }

    private ObjectTree created(AdmissionRequest request, ObjectTree pod) {
        ObjectTree spec = pod.object("spec");
        String name = spec.text("priorityClassName");
        Optional<ObjectTree> priorityClass = name.isEmpty()
                ? reads.list(PriorityClass.RESOURCE, "").stream()
                        .filter(each -> each.bool("globalDefault"))
                        .min(Comparator.comparingLong(each -> each.number("value")))
                : reads.get(PriorityClass.RESOURCE, "", name)
                        .or(() -> reads.getLatest(PriorityClass.RESOURCE, "", name));
        if (!name.isEmpty() && priorityClass.isEmpty()) {
            throw refused(request, "no PriorityClass with name " + name + " was found");
        }
        long priority = priorityClass.map(each -> each.number("value")).orElse(0L);
        String preemption = priorityClass
                .map(each -> each.text("preemptionPolicy"))
                .filter(policy -> !policy.isEmpty())
                .orElse(LOWER);
        check(request, "integer value of priority", spec.get("priority"), Long.toString(priority));
        check(request, "string value of PreemptionPolicy", spec.get("preemptionPolicy"), preemption);
        ObjectTree changed = spec.with("priority", priority).with("preemptionPolicy", preemption);
        Tree className = priorityClass
                .<Tree>map(each -> each.object("metadata").get("name"))
                .orElse(NullTree.ABSENT);
        return pod.with("spec", changed.with("priorityClassName", className));
    }

    /// A pod may say its priority only if it says what its class says.
    private static void check(AdmissionRequest request, String what, Tree wanted, String computed) {
        String shown = wanted instanceof dev.pilothouse.api.tree.NumberTree number ? number.literal() : wanted.asText();
        if (!wanted.isNull() && !shown.equals(computed)) {
            throw refused(
                    request,
                    "the " + what + " (" + shown
                            + ") must not be provided in pod spec; priority admission controller computed " + computed
                            + " from the given PriorityClass name");
        }
    }

    private static ApiError refused(AdmissionRequest request, String why) {
        return ApiError.forbidden(new GroupResource("", "pods"), request.name(), why);
    }

    @Override
    public void review(AdmissionRequest request) {
        boolean goes = request.operation() == AdmissionRequest.Operation.DELETE;
        if (goes && request.isFor("scheduling.k8s.io", "priorityclasses") && SYSTEM.contains(request.name())) {
            throw ApiError.forbidden(
                    new GroupResource("scheduling.k8s.io", "priorityclasses"),
                    request.name(),
                    "this is a system priority class and cannot be deleted");
        }
        if (!request.isFor("scheduling.k8s.io", "priorityclasses")
                || request.operation() == AdmissionRequest.Operation.DELETE
                || !request.object().bool("globalDefault")) {
            return;
        }
        for (ObjectTree other : reads.list(PriorityClass.RESOURCE, "")) {
            String name = other.object("metadata").text("name");
            if (other.bool("globalDefault") && !name.equals(request.name())) {
                throw ApiError.forbidden(
                        new GroupResource("scheduling.k8s.io", "priorityclasses"),
                        request.name(),
                        "PriorityClass " + name + " is already marked as default. Only one default can exist");
            }
        }
    }
}
