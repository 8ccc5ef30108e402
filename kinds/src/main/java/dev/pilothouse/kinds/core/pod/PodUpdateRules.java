package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Difference;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What may change in a pod that is there: images, a shorter deadline, more tolerations, fewer scheduling gates; and
/// while it waits at a gate, a narrower choice of nodes.
final class PodUpdateRules {
    private static final String ONLY_THESE = "pod updates may not change fields other than"
            + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
            + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds`"
            + " (allow it to be set to 1 if it was previously negative)\n";

    private PodUpdateRules() {}

    static void check(Place pod, ObjectTree old) {
        ObjectTree before = old.object("spec");
        Leniency lenient = Leniency.towards(old.object("metadata"), before);
        if (pod.at("spec").object().equals(before)) {
            // The rest was found sound when it was written, and nothing is asked of an update that isn't of a creation.
            PodAnnotations.check(pod.at("metadata", "annotations"), before, lenient);
        } else {
            PodRules.check(pod, lenient);
        }
        PodAnnotations.checkUpdate(
                pod.at("metadata", "annotations"), old.object("metadata").object("annotations"));
        Place spec = pod.at("spec");
        if (!sameContainers(spec.at("containers"), before) || !sameContainers(spec.at("initContainers"), before)) {
            return;
        }
        if (!deadline(spec.at("activeDeadlineSeconds"), before.get("activeDeadlineSeconds"))) {
            return;
        }
        tolerations(spec.at("tolerations"), before.list("tolerations"));
        if (spec.object().equals(before)) {
            return;
        }
        gates(spec.at("schedulingGates"), before);
        ObjectTree settled = settled(spec.object(), before);
        if (!before.list("schedulingGates").isEmpty()) {
            settled = GatedPodRules.check(spec, settled, before);
        }
        if (!settled.equals(before)) {
            spec.forbidden(ONLY_THESE + Difference.of(before, spec.with(settled)));
        }
    }

    private static boolean sameContainers(Place containers, ObjectTree before) {
        if (containers.list().size() == before.list(containers.name()).size()) {
            return true;
        }
        containers.forbidden("pod updates may not add or remove containers");
        return false;
    }

    private static boolean deadline(Place now, Tree before) {
        if (now.isAbsent()) {
            if (!before.isNull()) {
                now.with(NullTree.NULL).invalid("must not update from a positive integer to nil value");
            }
            return true;
        }
        if (now.number() < 0 || now.number() > Integer.MAX_VALUE) {
            now.invalidNumber("must be between 0 and " + Integer.MAX_VALUE + ", inclusive");
            return false;
        }
        if (!before.isNull() && before.asLong() < now.number()) {
            now.invalidNumber("must be less than or equal to previous value");
            return false;
        }
        return true;
    }

    private static void tolerations(Place now, ListTree before) {
        for (ObjectTree old : before.objects()) {
            ObjectTree rest = old.without("tolerationSeconds");
            boolean found = now.list().objects().stream()
                    .anyMatch(toleration -> toleration.without("tolerationSeconds").equals(rest));
            if (!found) {
                now.forbidden("existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
    }

    private static void gates(Place gates, ObjectTree before) {
        Set<String> names = new HashSet<>();
        for (ObjectTree gate : before.list("schedulingGates").objects()) {
            names.add(gate.text("name"));
        }
        gates.each(gate -> {
            String name = gate.at("name").text();
            if (!names.contains(name)) {
                gates.forbidden("only deletion is allowed, but found new scheduling gate '" + name + "'");
            }
        });
    }

    /// The new specification with the old one's values where they may differ.
    private static ObjectTree settled(ObjectTree spec, ObjectTree before) {
        ObjectTree settled = spec;
        for (String list : List.of("containers", "initContainers")) {
            if (spec.has(list)) {
                settled = settled.with(list, images(spec.list(list), before.list(list)));
            }
        }
        for (String field : List.of("activeDeadlineSeconds", "schedulingGates", "tolerations")) {
            settled = with(settled, field, before.get(field));
        }
        boolean wasNegative = before.number("terminationGracePeriodSeconds") < 0;
        return wasNegative && spec.number("terminationGracePeriodSeconds") == 1
                ? settled.with("terminationGracePeriodSeconds", before.get("terminationGracePeriodSeconds"))
                : settled;
    }

    private static ListTree images(ListTree now, ListTree before) {
        ListTree settled = now;
        for (int i = 0; i < now.size(); i++) {
            ObjectTree container = now.get(i).asObject();
            settled = settled.with(i, with(container, "image", before.get(i).asObject().get("image")));
        }
        return settled;
    }

    /// With the value, or without the field where there was none; an empty list counts as none.
    static ObjectTree with(ObjectTree object, String field, Tree value) {
        if (Immutable.same(object.get(field), value)) {
            return object.has(field) && value.isAbsent() ? object.without(field) : object.with(field, value);
        }
        return value.isAbsent() ? object.without(field) : object.with(field, value);
    }
}
