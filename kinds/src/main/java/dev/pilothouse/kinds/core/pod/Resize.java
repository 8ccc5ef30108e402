package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Set;

/// Gives a running pod's containers more or less processor time and memory.
final class Resize implements Subresource {
    private static final List<String> LISTS = List.of("containers", "initContainers");
    private static final Set<String> RESIZABLE = Set.of("cpu", "memory");

    @Override
    public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree spec = old.object("spec");
        for (String list : LISTS) {
            ListTree now = object.object("spec").list(list);
            if (now.size() == spec.list(list).size() && !now.isEmpty()) {
                spec = spec.with(list, resized(spec.list(list), now));
            }
        }
        return PodParts.onlySpec(object, old, spec);
    }

    private static ListTree resized(ListTree before, ListTree now) {
        ListTree resized = before;
        for (int i = 0; i < before.size(); i++) {
            ObjectTree container = before.get(i).asObject();
            for (String field : List.of("resources", "resizePolicy")) {
                Tree value = now.get(i).asObject().get(field);
                container = PodUpdateRules.with(container, field, value);
            }
            resized = resized.with(i, container);
        }
        return resized;
    }

    @Override
    public void validate(Place object, ObjectTree old) {
        ObjectTree before = old.object("spec");
        PodRules.check(object, Leniency.towards(old.object("metadata"), before));
        if (old.object("metadata").object("annotations").has(PodAnnotations.MIRROR)) {
            object.forbidden("static pods cannot be resized");
            return;
        }
        if (before.object("os").text("name").equals("windows")) {
            object.forbidden("windows pods cannot be resized");
            return;
        }
        Place spec = object.at("spec");
        String quality = QualityOfService.of(spec.object());
        if (!quality.equals(QualityOfService.of(before))) {
            spec.invalid(quality, "Pod QOS Class may not change as a result of resizing");
        }
        for (String list : LISTS) {
            spec.at(list).each(container -> container(
                    container, before.list(list).get(container.index()).asObject(), list.equals("containers")));
        }
    }

    private static void container(Place container, ObjectTree before, boolean main) {
        Place resources = container.at("resources");
        if (Immutable.same(resources.value(), before.get("resources"))) {
            return;
        }
        if (!main && !Containers.isSidecar(container.object())) {
            resources.forbidden("resources for non-sidecar init containers are immutable");
            return;
        }
        for (String part : List.of("limits", "requests")) {
            ObjectTree old = before.object("resources").object(part);
            amounts(resources.at(part), old, part);
        }
    }

    private static void amounts(Place now, ObjectTree old, String part) {
        for (String name : old.names()) {
            if (now.object().has(name)) {
                continue;
            }
            if (RESIZABLE.contains(name)) {
                now.forbidden("resource " + part + " cannot be removed");
                return;
            }
        }
        if (!others(now.object()).equals(others(old))) {
            now.forbidden("only cpu and memory resources are mutable");
        }
    }

    private static ObjectTree others(ObjectTree amounts) {
        ObjectTree rest = amounts;
        for (String name : RESIZABLE) {
            rest = rest.without(name);
        }
        return rest;
    }
}
