package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.nio.charset.StandardCharsets;

/// Annotations said which AppArmor profile a container runs under before fields did. A new pod's fields take over what
/// only its annotations say (KEP-24).
final class AppArmor {
    private static final String LOCALHOST = "localhost/";
    private static final int NAME_LIMIT_BYTES = 4095;

    private AppArmor() {}

    /// The pod with the fields that its annotations stand for. A container that would run under the pod's own profile
    /// anyway needs none.
    static ObjectTree withFields(ObjectTree pod) {
        ObjectTree annotations = ObjectMeta.annotations(pod);
        ObjectTree spec = pod.object("spec");
        if (annotations.isEmpty() || isWindows(spec)) {
            return pod;
        }
        Tree own = spec.at("securityContext", "appArmorProfile");
        ObjectTree filled = spec;
        for (String list : Containers.LISTS) {
            filled = Fill.each(filled, list, container -> {
                Tree profile = profile(annotations, container);
                boolean needed = !profile.isNull()
                        && !profile.equals(own)
                        && container.at("securityContext", "appArmorProfile").isNull();
                return needed ? container.withAt(profile, "securityContext", "appArmorProfile") : container;
            });
        }
        return filled == spec ? pod : pod.with("spec", filled);
    }

    /// Warns of annotations that say what no field says, or that no field can say.
    static void warn(ObjectTree pod, Warnings told) {
        ObjectTree annotations = ObjectMeta.annotations(pod);
        ObjectTree spec = pod.object("spec");
        if (annotations.isEmpty() || isWindows(spec)) {
            return;
        }
        Tree own = spec.at("securityContext", "appArmorProfile");
        Place root = Place.root(pod, new Problems());
        Containers.each(root.at("spec"), container -> {
            Place annotation = root.at("metadata", "annotations").key(key(container.object()));
            boolean only = container.at("securityContext", "appArmorProfile").isAbsent();
            Tree profile = profile(annotations, container.object());
            if (annotation.isPresent() && only && (profile.isNull() || !profile.equals(own))) {
                told.add(annotation, PodWarnings.APPARMOR);
            }
        });
    }

    private static boolean isWindows(ObjectTree spec) {
        return spec.object("os").text("name").equals("windows");
    }

    private static String key(ObjectTree container) {
        return PodAnnotations.APPARMOR + container.text("name");
    }

    /// The profile that the container's annotation stands for; nothing if there is none, or none that a field may hold.
    private static Tree profile(ObjectTree annotations, ObjectTree container) {
        String annotation = annotations.text(key(container));
        if (annotation.equals("unconfined")) {
            return ObjectTree.EMPTY.with("type", "Unconfined");
        }
        if (annotation.equals("runtime/default")) {
            return ObjectTree.EMPTY.with("type", "RuntimeDefault");
        }
        String name = annotation.startsWith(LOCALHOST) ? annotation.substring(LOCALHOST.length()) : "";
        boolean sound = !name.isEmpty()
                && name.strip().equals(name)
                && name.getBytes(StandardCharsets.UTF_8).length <= NAME_LIMIT_BYTES;
        return sound ? ObjectTree.EMPTY.with("localhostProfile", name).with("type", "Localhost") : NullTree.ABSENT;
    }
}
