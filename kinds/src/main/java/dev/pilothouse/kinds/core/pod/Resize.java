package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Gives a pod, or containers of it, more or less processor time and memory while it runs (KEP-1287, KEP-5419).
final class Resize implements Subresource {
    private static final List<String> LISTS = List.of("containers", "initContainers");

    @Override
    public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree sent = object.object("spec");
        ObjectTree before = old.object("spec");
        if (LISTS.stream().anyMatch(list -> sent.list(list).size() != before.list(list).size())) {
            return object; // refused as it is
        }
        ObjectTree spec = PodUpdateRules.with(before, "resources", sent.get("resources"));
        for (String list : LISTS) {
            if (!sent.list(list).isEmpty()) {
                spec = spec.with(list, resized(before.list(list), sent.list(list)));
            }
        }
        return PodParts.onlySpec(object, old, GatedFields.dropped(spec, before));
    }

    /// Containers that have changed their names or places stay as they were sent, to be refused.
    private static ListTree resized(ListTree before, ListTree now) {
        ListTree resized = before;
        for (int i = 0; i < before.size(); i++) {
            ObjectTree container = before.get(i).asObject();
            ObjectTree sent = now.get(i).asObject();
            if (!container.text("name").equals(sent.text("name"))) {
                return now;
            }
            for (String field : List.of("resources", "resizePolicy")) {
                Tree value = sent.get(field);
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
        ResizeRules.check(object, old);
    }
}
