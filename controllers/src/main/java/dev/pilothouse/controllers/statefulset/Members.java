package dev.pilothouse.controllers.statefulset;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.controllers.pods.Pods;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The identity of a StatefulSet's pods: an ordinal, and what follows from it.
final class Members {
    static final String REVISION = "controller-revision-hash";
    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    private static final String POD_INDEX = "apps.kubernetes.io/pod-index";

    private Members() {}

    static boolean isMember(ObjectTree set, ObjectTree pod) {
        String name = ObjectMeta.name(pod);
        int dash = name.lastIndexOf('-');
        return dash > 0 && name.substring(0, dash).equals(ObjectMeta.name(set)) && ordinal(pod) >= 0;
    }

    /// The number at the end of the pod's name, or -1.
    static int ordinal(ObjectTree pod) {
        String name = ObjectMeta.name(pod);
        String digits = name.substring(name.lastIndexOf('-') + 1);
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }

    static int start(ObjectTree set) {
        return set.object("spec").object("ordinals").get("start").asInt();
    }

    static int replicas(ObjectTree set) {
        return set.object("spec").get("replicas").asInt();
    }

    static boolean isInRange(ObjectTree set, ObjectTree pod) {
        int index = ordinal(pod) - start(set);
        return index >= 0 && index < replicas(set);
    }

    static String revision(ObjectTree pod) {
        return ObjectMeta.label(pod, REVISION);
    }

    /// A pod that isn't stored yet.
    static ObjectTree unsaved(ObjectTree set, int ordinal, String revision) {
        ObjectTree pod = Pods.from(set.object("spec").object("template"), set);
        pod = ObjectMeta.withName(pod, ObjectMeta.name(set) + "-" + ordinal);
        ObjectTree spec = pod.object("spec").with("hostname", ObjectMeta.name(pod));
        String service = set.object("spec").text("serviceName");
        pod = pod.with("spec", service.isEmpty() ? spec.without("subdomain") : spec.with("subdomain", service));
        return ObjectMeta.withLabel(withIdentity(set, withStorage(set, pod)), REVISION, revision);
    }

    static ObjectTree withIdentity(ObjectTree set, ObjectTree pod) {
        int ordinal = ordinal(pod);
        ObjectTree named = ObjectMeta.withLabel(pod, POD_NAME, ObjectMeta.name(set) + "-" + ordinal);
        return ObjectMeta.withLabel(named, POD_INDEX, Integer.toString(ordinal));
    }

    /// Volumes of the set's claims stand first and take the place of the template's of the same names.
    static ObjectTree withStorage(ObjectTree set, ObjectTree pod) {
        List<ObjectTree> templates = claimTemplates(set);
        Set<String> names = templates.stream().map(ObjectMeta::name).collect(Collectors.toSet());
        ListTree before = pod.object("spec").list("volumes");
        List<Tree> volumes = new ArrayList<>();
        for (ObjectTree template : templates) {
            volumes.add(ObjectTree.of("name", Tree.of(ObjectMeta.name(template)))
                    .withAt(Tree.of(claimName(set, template, pod)), "persistentVolumeClaim", "claimName"));
        }
        for (ObjectTree volume : before.objects()) {
            if (!names.contains(volume.text("name"))) {
                volumes.add(volume);
            }
        }
        return volumes.isEmpty() ? pod : pod.withAt(ListTree.of(volumes), "spec", "volumes");
    }

    static boolean hasStorage(ObjectTree set, ObjectTree pod) {
        List<ObjectTree> volumes = pod.object("spec").list("volumes").objects();
        return claimTemplates(set).stream()
                .allMatch(template -> volumes.stream()
                        .filter(volume -> volume.text("name").equals(ObjectMeta.name(template)))
                        .anyMatch(volume -> volume.object("persistentVolumeClaim")
                                .text("claimName")
                                .equals(claimName(set, template, pod))));
    }

    private static List<ObjectTree> claimTemplates(ObjectTree set) {
        return set.object("spec").list("volumeClaimTemplates").objects();
    }

    private static String claimName(ObjectTree set, ObjectTree template, ObjectTree pod) {
        return ObjectMeta.name(template) + "-" + ObjectMeta.name(set) + "-" + ordinal(pod);
    }

    /// The claims that the pod needs, as they are to be made.
    static List<ObjectTree> claims(ObjectTree set, ObjectTree pod) {
        ObjectTree selected = set.object("spec").object("selector").object("matchLabels");
        return claimTemplates(set).stream()
                .map(template -> {
                    ObjectTree metadata = template.object("metadata")
                            .with("name", claimName(set, template, pod))
                            .with("namespace", ObjectMeta.namespace(set));
                    ObjectTree labels = ObjectTree.builder()
                            .putAll(metadata.object("labels"))
                            .putAll(selected)
                            .build();
                    metadata = labels.isEmpty() ? metadata : metadata.with("labels", labels);
                    return template.with("metadata", metadata);
                })
                .toList();
    }

    // ---- what a pod has come to

    static boolean isStored(ObjectTree pod) {
        return !Pods.phase(pod).isEmpty();
    }

    static boolean isRunningAndReady(ObjectTree pod) {
        return Pods.phase(pod).equals("Running") && Pods.isReady(pod);
    }
}
