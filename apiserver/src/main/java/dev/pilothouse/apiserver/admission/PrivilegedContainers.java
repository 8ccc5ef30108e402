package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.admission.AdmissionRequest.Operation;
import java.util.ArrayList;
import java.util.List;

/// Refuses containers that are privileged, in pods and in what makes pods (upstream's `--allow-privileged=false`). Upstream has
/// it among the rules of validation, which don't know how a server is set up here.
public final class PrivilegedContainers implements AdmissionPlugin {
    public static final String NAME = "PrivilegedContainers";

    private static final List<String> LISTS = List.of("containers", "initContainers", "ephemeralContainers");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void review(AdmissionRequest request) {
        List<String> path = specPath(request);
        Tree spec = path.isEmpty() ? ObjectTree.EMPTY : request.object().at(path.toArray(String[]::new));
        if (spec.isNull()) {
            return;
        }
        FieldPath at = FieldPath.of(path.isEmpty() ? "spec" : path.getFirst());
        for (int i = 1; i < path.size(); i++) {
            at = at.child(path.get(i));
        }
        Problems problems = new Problems();
        for (String list : LISTS) {
            List<ObjectTree> containers = spec.asObject().list(list).objects();
            for (int i = 0; i < containers.size(); i++) {
                if (containers.get(i).object("securityContext").bool("privileged")) {
                    problems.forbidden(
                            at.child(list).index(i).child("securityContext").child("privileged"),
                            "disallowed by cluster policy");
                }
            }
        }
        if (!problems.isEmpty()) {
            GroupKind kind = new GroupKind(request.resource().id().group(), request.resource().kind());
            throw ApiError.invalid(kind, request.name(), problems.list());
        }
    }

    /// Empty where nothing is looked at: what a pod runs doesn't change once it is there, but for what is added later.
    private static List<String> specPath(AdmissionRequest request) {
        GroupVersionResource id = request.resource().id();
        boolean create = request.operation() == Operation.CREATE && request.subresource().isEmpty();
        boolean update = request.operation() == Operation.UPDATE;
        if (id.equals(Pod.RESOURCE)) {
            return create || update && request.subresource().equals("ephemeralcontainers") ? List.of("spec") : List.of();
        }
        if (!PodTemplates.PATHS.containsKey(id) || !(create || update && request.subresource().isEmpty())) {
            return List.of();
        }
        List<String> path = new ArrayList<>(PodTemplates.PATHS.get(id));
        path.add("spec");
        return path;
    }
}
