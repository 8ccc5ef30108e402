package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Difference;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashMap;
import java.util.Map;

/// Containers that are added to look into a running pod. They come, and don't go again.
final class EphemeralContainers implements Subresource {

    @Override
    public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree before = old.object("spec");
        ObjectTree spec = before.with("ephemeralContainers", object.object("spec").get("ephemeralContainers"));
        return PodParts.onlySpec(object, old, GatedFields.dropped(spec, before));
    }

    @Override
    public void validate(Place object, ObjectTree old) {
        PodRules.check(object, Leniency.towards(old.object("metadata"), old.object("spec")));
        if (old.object("metadata").object("annotations").has(PodAnnotations.MIRROR)) {
            object.forbidden("static pods do not support ephemeral containers");
        }
        Place containers = object.at("spec", "ephemeralContainers");
        Map<String, Place> byName = new HashMap<>();
        containers.each(container -> byName.put(container.at("name").text(), container));
        for (ObjectTree before : old.object("spec").list("ephemeralContainers").objects()) {
            Place now = byName.get(before.text("name"));
            String named = "existing ephemeral containers \"" + before.text("name") + "\" may not be ";
            if (now == null) {
                containers.forbidden(named + "removed\n");
            } else if (!now.value().equals(before)) {
                containers.forbidden(named + "changed\n" + Difference.of(before, now));
            }
        }
    }
}
