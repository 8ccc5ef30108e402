package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The objects of its namespace that a pod needs in order to run.
final class PodReferences {
    private PodReferences() {}

    static Set<String> secrets(ObjectTree pod) {
        ObjectTree spec = pod.object("spec");
        Set<String> names = new HashSet<>();
        add(names, spec.list("imagePullSecrets").objects(), "name");
        for (ObjectTree volume : spec.list("volumes").objects()) {
            names.add(volume.object("secret").text("secretName"));
            for (ObjectTree source : volume.object("projected").list("sources").objects()) {
                names.add(source.object("secret").text("name"));
            }
        }
        environment(names, spec, "secretKeyRef", "secretRef");
        return names;
    }

    static Set<String> configMaps(ObjectTree pod) {
        ObjectTree spec = pod.object("spec");
        Set<String> names = new HashSet<>();
        for (ObjectTree volume : spec.list("volumes").objects()) {
            names.add(volume.object("configMap").text("name"));
            for (ObjectTree source : volume.object("projected").list("sources").objects()) {
                names.add(source.object("configMap").text("name"));
            }
        }
        environment(names, spec, "configMapKeyRef", "configMapRef");
        return names;
    }

    static Set<String> claims(ObjectTree pod) {
        Set<String> names = new HashSet<>();
        for (ObjectTree volume : pod.object("spec").list("volumes").objects()) {
            names.add(volume.object("persistentVolumeClaim").text("claimName"));
            if (volume.has("ephemeral")) {
                names.add(ObjectMeta.name(pod) + "-" + volume.text("name"));
            }
        }
        return names;
    }

    private static void environment(Set<String> names, ObjectTree spec, String one, String all) {
        Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(kind -> spec.list(kind).objects().stream())
                .forEach(container -> {
                    for (ObjectTree variable : container.list("env").objects()) {
                        names.add(variable.object("valueFrom").object(one).text("name"));
                    }
                    for (ObjectTree source : container.list("envFrom").objects()) {
                        names.add(source.object(all).text("name"));
                    }
                });
    }

    private static void add(Set<String> names, List<ObjectTree> references, String field) {
        references.forEach(it -> names.add(it.text(field)));
    }
}
