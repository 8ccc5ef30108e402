package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.admission.podsecurity.LevelVersion;
import dev.pilothouse.apiserver.admission.podsecurity.PodShape;
import dev.pilothouse.apiserver.admission.podsecurity.Standards;
import dev.pilothouse.apiserver.admission.podsecurity.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Pods that were there before their namespace asked for more: they stay, and whoever asks is told.
final class ExistingPods {
    /// As many are looked at as upstream looks at; of pods of one owner one is looked at before any other.
    private static final int CHECKED = 3_000;

    private ExistingPods() {}

    static List<String> warnings(String namespace, LevelVersion asked, List<ObjectTree> pods) {
        List<ObjectTree> checked = ownersFirst(pods);
        List<String> warnings = new ArrayList<>();
        if (checked.size() > CHECKED) {
            warnings.add("new PodSecurity enforce level only checked against the first " + CHECKED + " of "
                    + checked.size() + " existing pods");
            checked = checked.subList(0, CHECKED);
        }
        TreeMap<String, TreeSet<String>> podsByReason = new TreeMap<>();
        for (ObjectTree pod : checked) {
            List<Violation> violations =
                    Standards.violations(asked, new PodShape(pod.object("metadata"), pod.object("spec")));
            if (!violations.isEmpty()) {
                podsByReason
                        .computeIfAbsent(Violation.reasons(violations), _ -> new TreeSet<>())
                        .add(ObjectMeta.name(pod));
            }
        }
        if (!podsByReason.isEmpty()) {
            warnings.add("existing pods in namespace \"" + namespace + "\" violate the new PodSecurity enforce level \""
                    + asked + "\"");
        }
        podsByReason.entrySet().stream()
                .map(each -> each.getValue().first() + others(each.getValue().size() - 1) + ": " + each.getKey())
                .sorted()
                .forEach(warnings::add);
        return warnings;
    }

    private static String others(int count) {
        return switch (count) {
            case 0 -> "";
            case 1 -> " (and 1 other pod)";
            default -> " (and " + count + " other pods)";
        };
    }

    private static List<ObjectTree> ownersFirst(List<ObjectTree> pods) {
        List<ObjectTree> first = new ArrayList<>();
        List<ObjectTree> more = new ArrayList<>();
        Set<String> owners = new HashSet<>();
        for (ObjectTree pod : pods) {
            String owner = controller(pod);
            (owner.isEmpty() || owners.add(owner) ? first : more).add(pod);
        }
        first.addAll(more);
        return first;
    }

    /// The uid of the object that made the pod; empty for a pod that stands alone.
    private static String controller(ObjectTree pod) {
        return pod.object("metadata").list("ownerReferences").objects().stream()
                .filter(owner -> owner.bool("controller"))
                .map(owner -> owner.text("uid"))
                .findFirst()
                .orElse("");
    }
}
