package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.LimitRange;
import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.admission.AdmissionRequest.Operation;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Gives containers what their namespace's limit ranges say where they say nothing themselves, and refuses pods and claims
/// that ask for more or less than those allow.
final class LimitRanger implements AdmissionPlugin {
    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    private final PolicyReads reads;

    LimitRanger(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "LimitRanger";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE || !request.isFor("", "pods")) {
            return request.object();
        }
        ObjectTree pod = request.object();
        for (ObjectTree range : reads.list(LimitRange.RESOURCE, request.namespace())) {
            pod = filled(pod, range);
        }
        return pod;
    }

    private static ObjectTree filled(ObjectTree pod, ObjectTree range) {
        ObjectTree limits = ObjectTree.EMPTY;
        ObjectTree requests = ObjectTree.EMPTY;
        for (ObjectTree limit : range.object("spec").list("limits").objects()) {
            if (limit.text("type").equals("Container")) {
                limits = ObjectTree.builder().putAll(limits).putAll(limit.object("default")).build();
                requests = ObjectTree.builder()
                        .putAll(requests)
                        .putAll(limit.object("defaultRequest"))
                        .build();
            }
        }
        List<String> said = new ArrayList<>();
        ObjectTree spec = pod.object("spec");
        for (String list : List.of("containers", "initContainers")) {
            String noun = list.equals("containers") ? "container" : "init container";
            List<Tree> containers = new ArrayList<>();
            for (ObjectTree container : spec.list(list).objects()) {
                containers.add(filled(container, noun, limits, requests, said));
            }
            spec = containers.isEmpty() ? spec : spec.with(list, ListTree.of(containers));
        }
        if (said.isEmpty()) {
            return pod;
        }
        Tree words = Tree.of("LimitRanger plugin set: " + String.join("; ", said));
        return pod.with("spec", spec).withAt(words, "metadata", "annotations", ANNOTATION);
    }

    private static ObjectTree filled(
            ObjectTree container, String noun, ObjectTree limits, ObjectTree requests, List<String> said) {
        ObjectTree resources = container.object("resources");
        // What is limited is asked for in the same amount if nothing else is said.
        ObjectTree asked = ObjectTree.builder()
                .putAll(resources.object("limits"))
                .putAll(resources.object("requests"))
                .build();
        ObjectTree filled = resources;
        List<String> newRequests = missing(requests, asked);
        if (!newRequests.isEmpty()) {
            filled = filled.with("requests", plus(asked, requests, newRequests));
            said.add(String.join(", ", newRequests) + " request for " + noun + " " + container.text("name"));
        }
        List<String> newLimits = missing(limits, resources.object("limits"));
        if (!newLimits.isEmpty()) {
            filled = filled.with("limits", plus(resources.object("limits"), limits, newLimits));
            said.add(String.join(", ", newLimits) + " limit for " + noun + " " + container.text("name"));
        }
        return newRequests.isEmpty() && newLimits.isEmpty() ? container : container.with("resources", filled);
    }

    private static List<String> missing(ObjectTree defaults, ObjectTree own) {
        TreeSet<String> missing = new TreeSet<>();
        defaults.fields().forEach(field -> missing.add(field.name()));
        own.fields().forEach(field -> missing.remove(field.name()));
        return List.copyOf(missing);
    }

    private static ObjectTree plus(ObjectTree own, ObjectTree defaults, List<String> names) {
        ObjectTree all = own;
        for (String name : names) {
            all = all.with(name, defaults.get(name));
        }
        return all;
    }

    @Override
    public void review(AdmissionRequest request) {
        GroupVersionResource id = request.resource().id();
        boolean writes = request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        boolean isPod = id.equals(Pod.RESOURCE)
                && (request.subresource().isEmpty() && request.operation() == Operation.CREATE
                        || request.subresource().equals("resize"));
        boolean isClaim = id.equals(PersistentVolumeClaim.RESOURCE) && request.subresource().isEmpty();
        if (!writes || !isPod && !isClaim || ObjectMeta.isBeingDeleted(request.object())) {
            return;
        }
        for (ObjectTree range : reads.list(LimitRange.RESOURCE, request.namespace())) {
            List<String> problems = new ArrayList<>();
            for (ObjectTree limit : range.object("spec").list("limits").objects()) {
                problems.addAll(
                        isPod ? LimitChecks.ofPod(limit, request.object()) : LimitChecks.ofClaim(limit, request.object()));
            }
            if (!problems.isEmpty()) {
                String all = String.join(", ", problems.stream().distinct().toList());
                throw ApiError.forbidden(
                        new GroupResource("", id.resource()),
                        request.name(),
                        problems.stream().distinct().count() == 1 ? all : "[" + all + "]");
            }
        }
    }
}
