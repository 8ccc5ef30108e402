package dev.pilothouse.api.quota;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a pod needs as a whole: its containers and sidecars together, or the greediest step of its start, whichever is
/// more (KEP-753); what it says for itself goes first (KEP-2837); and its overhead.
final class PodResources {
    private static final Set<String> OF_PODS = Set.of("cpu", "memory");

    private PodResources() {}

    static Usage requests(ObjectTree pod) {
        Usage needed = needed(pod, "requests");
        return needed.plus(Usage.of(pod.object("spec").object("overhead")));
    }

    /// The overhead raises only limits that there are.
    static Usage limits(ObjectTree pod) {
        Usage needed = needed(pod, "limits");
        Usage overhead = Usage.of(pod.object("spec").object("overhead"));
        return needed.plus(overhead.only(needed.withoutZeros().names()));
    }

    private static Usage needed(ObjectTree pod, String field) {
        ObjectTree spec = pod.object("spec");
        ObjectTree statuses = pod.object("status");
        Usage running = Usage.NONE;
        for (ObjectTree container : spec.list("containers").objects()) {
            running = running.plus(of(container, statuses, "containerStatuses", field));
        }
        Usage sidecars = Usage.NONE;
        Usage starting = Usage.NONE;
        for (ObjectTree container : spec.list("initContainers").objects()) {
            Usage asked = of(container, statuses, "initContainerStatuses", field);
            if (container.text("restartPolicy").equals("Always")) {
                sidecars = sidecars.plus(asked);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(asked));
            }
        }
        Map<String, Quantity> needed =
                new TreeMap<>(running.plus(sidecars).max(starting).amounts());
        Usage.of(spec.object("resources").object(field)).amounts().forEach((name, amount) -> {
            if (OF_PODS.contains(name) || name.startsWith("hugepages-")) {
                needed.put(name, amount);
            }
        });
        return new Usage(needed);
    }

    /// While a container is resized, the greater of what it has and what it is to get.
    private static Usage of(ObjectTree container, ObjectTree statuses, String list, String field) {
        Usage asked = Usage.of(container.object("resources").object(field));
        for (ObjectTree status : statuses.list(list).objects()) {
            if (status.text("name").equals(container.text("name"))) {
                asked = asked.max(Usage.of(status.object("resources").object(field)));
                return field.equals("requests")
                        ? asked.max(Usage.of(status.object("allocatedResources")))
                        : asked;
            }
        }
        return asked;
    }
}
