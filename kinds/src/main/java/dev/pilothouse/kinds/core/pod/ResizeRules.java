package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// What a resize may change: processor time and memory, as long as the pod is treated as before when its node runs short.
final class ResizeRules {
    private static final List<String> PARTS = List.of("requests", "limits");
    private static final String ONLY_THESE = "only cpu and memory resources are mutable";

    private ResizeRules() {}

    static void check(Place pod, ObjectTree old) {
        ObjectTree before = old.object("spec");
        if (old.object("metadata").object("annotations").has(PodAnnotations.MIRROR)) {
            pod.forbidden("static pods cannot be resized");
            return;
        }
        if (before.object("os").text("name").equals("windows")) {
            pod.forbidden("windows pods cannot be resized");
            return;
        }
        Place spec = pod.at("spec");
        if (!QualityOfService.of(spec.object()).equals(quality(old))) {
            spec.invalid(pod.at("status", "qosClass").text(), "Pod QOS Class may not change as a result of resizing");
        }
        if (!isSupported(old.object("status"))) {
            spec.forbidden("Pod running on node without support for resize");
        }
        if (isSized(before) || isSized(spec.object())) {
            whole(spec, before);
        }
        if (!old.object("status").list("nodeAllocatableResourceClaimStatuses").isEmpty()) {
            spec.forbidden("pods with node allocatable resource claims cannot be resized");
        }
        if (sameContainers(spec, before)) {
            containers(spec, before);
        }
    }

    private static String quality(ObjectTree pod) {
        String known = pod.object("status").text("qosClass");
        return known.isEmpty() ? QualityOfService.of(pod.object("spec")) : known;
    }

    /// Nodes that can resize report what a running container has; of a pod that doesn't run nothing is known.
    private static boolean isSupported(ObjectTree status) {
        for (ObjectTree container : status.list("containerStatuses").objects()) {
            if (!container.object("state").get("running").isNull()) {
                return !container.get("resources").isNull();
            }
        }
        return true;
    }

    private static boolean isSized(ObjectTree spec) {
        ObjectTree resources = spec.object("resources");
        return !resources.object("requests").isEmpty()
                || !resources.object("limits").isEmpty();
    }

    private static void whole(Place spec, ObjectTree before) {
        Place resources = spec.at("resources");
        if (!before.get("resources").isNull() && resources.isAbsent()) {
            resources.forbidden("pod-level resources cannot be removed");
            return;
        }
        removed(resources, before.object("resources"), "pod-level resource ");
        if (!sameButAmounts(resources.object(), before.object("resources"))) {
            spec.forbidden(ONLY_THESE + " at pod-level");
        }
    }

    private static boolean sameContainers(Place spec, ObjectTree before) {
        boolean same = true;
        for (String list : List.of("containers", "initContainers")) {
            ListTree old = before.list(list);
            Place now = spec.at(list);
            if (now.list().size() != old.size()) {
                now.forbidden(list + " may not be added or removed on resize");
                same = false;
                continue;
            }
            for (int i = 0; i < old.size(); i++) {
                Place name = now.item(i, now.list().get(i)).at("name");
                if (!name.is(old.get(i).asObject().text("name"))) {
                    name.forbidden(list + " may not be renamed or reordered on resize");
                    same = false;
                }
            }
        }
        return same;
    }

    private static void containers(Place spec, ObjectTree before) {
        for (String list : List.of("initContainers", "containers")) {
            spec.at(list).each(container -> removed(
                    container.at("resources"), before(before, list, container).object("resources"), "resource "));
        }
        spec.at("containers").each(container -> {
            ObjectTree old = before(before, "containers", container);
            if (!sameButFor(container.object(), old)) {
                spec.forbidden(ONLY_THESE);
            }
        });
        spec.at("initContainers").each(container -> initial(container, before(before, "initContainers", container)));
    }

    private static void initial(Place container, ObjectTree old) {
        if (!sameButFor(container.object(), old)) {
            container.forbidden("only cpu and memory resources for init or sidecar containers are mutable");
        }
        boolean restarts = container.object().list("resizePolicy").objects().stream()
                .anyMatch(policy -> policy.text("restartPolicy").equals("RestartContainer"));
        if (restarts && !Containers.isSidecar(container.object()) && !container.value().equals(old)) {
            container.forbidden(
                    "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
        }
    }

    private static ObjectTree before(ObjectTree spec, String list, Place container) {
        return spec.list(list).get(container.index()).asObject();
    }

    private static void removed(Place resources, ObjectTree old, String what) {
        for (String part : PARTS) {
            ObjectTree now = resources.at(part).object();
            if (old.object(part).names().stream().anyMatch(name -> !now.has(name))) {
                resources.at(part).forbidden(what + part + " cannot be removed");
            }
        }
    }

    private static boolean sameButFor(ObjectTree container, ObjectTree old) {
        return sameButAmounts(container.object("resources"), old.object("resources"))
                && Immutable.same(container.get("resizePolicy"), old.get("resizePolicy"))
                && container.without("resources").without("resizePolicy").equals(old.without("resources").without("resizePolicy"));
    }

    /// Equal, whatever either says of what may be resized.
    private static boolean sameButAmounts(ObjectTree resources, ObjectTree old) {
        return rest(resources).equals(rest(old));
    }

    private static ObjectTree rest(ObjectTree resources) {
        ObjectTree rest = resources;
        for (String part : PARTS) {
            ObjectTree amounts = rest.object(part).without("cpu").without("memory");
            rest = amounts.isEmpty() ? rest.without(part) : rest.with(part, amounts);
        }
        return rest.list("claims").isEmpty() ? rest.without("claims") : rest;
    }
}
