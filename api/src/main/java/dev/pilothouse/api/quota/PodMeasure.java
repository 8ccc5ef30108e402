package dev.pilothouse.api.quota;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Pods: their number, and what their containers ask for. One that has ended, or is long past its end, takes nothing
/// but its place in the store.
record PodMeasure() implements Measure {
    private static final String COUNT = "count/pods";

    /// Names for which each container must say something itself.
    private static final Set<String> DEMANDED =
            Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

    private static final Set<String> NATIVE = Set.of("cpu", "memory", "ephemeral-storage");

    @Override
    public boolean counts(String name) {
        if (name.equals(COUNT) || name.equals("pods") || name.startsWith("hugepages-")) {
            return true;
        }
        if (NATIVE.contains(name)) {
            return true;
        }
        String requested = name.startsWith("requests.") ? name.substring("requests.".length()) : "";
        String limited = name.startsWith("limits.") ? name.substring("limits.".length()) : "";
        return NATIVE.contains(requested)
                || NATIVE.contains(limited)
                || requested.startsWith("hugepages-")
                || isExtended(requested);
    }

    /// Whether the name is one that a device's maker gave.
    private static boolean isExtended(String name) {
        int slash = name.indexOf('/');
        return slash > 0 && !name.startsWith("requests.") && !isKubernetes(name.substring(0, slash));
    }

    private static boolean isKubernetes(String domain) {
        return domain.equals("kubernetes.io") || domain.endsWith(".kubernetes.io");
    }

    @Override
    public boolean countsUpdates(String subresource) {
        return subresource.equals("resize");
    }

    @Override
    public Usage of(ObjectTree pod, Instant now) {
        Usage usage = Usage.one(COUNT);
        return isCharged(pod, now)
                ? usage.plus(named(PodResources.requests(pod), PodResources.limits(pod)))
                : usage;
    }

    private static boolean isCharged(ObjectTree pod, Instant now) {
        String phase = pod.object("status").text("phase");
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return false;
        }
        ObjectTree metadata = pod.object("metadata");
        // A pod that no node will ever end must not keep its owner from replacing it.
        return !metadata.has("deletionGracePeriodSeconds")
                || !Timestamps.parse(metadata.text("deletionTimestamp"))
                        .map(end -> end.plusSeconds(metadata.number("deletionGracePeriodSeconds")))
                        .filter(now::isAfter)
                        .isPresent();
    }

    /// Requests and limits under the names that quotas have for them.
    private static Usage named(Usage requests, Usage limits) {
        Map<String, Quantity> named = new TreeMap<>();
        named.put("pods", Usage.one());
        requests.amounts().forEach((name, amount) -> {
            if (NATIVE.contains(name) || name.startsWith("hugepages-")) {
                named.put(name, amount);
                named.put("requests." + name, amount);
            } else if (isExtended(name)) {
                named.put("requests." + name, amount);
            }
        });
        limits.amounts().forEach((name, amount) -> {
            if (NATIVE.contains(name)) {
                named.put("limits." + name, amount);
            }
        });
        return new Usage(named);
    }

    @Override
    public Optional<String> missing(Set<String> names, ObjectTree pod) {
        Map<String, Set<String>> containers = new TreeMap<>();
        for (String field : new String[] {"containers", "initContainers"}) {
            for (ObjectTree container : pod.object("spec").list(field).objects()) {
                ObjectTree resources = container.object("resources");
                Set<String> said = named(Usage.of(resources.object("requests")), Usage.of(resources.object("limits")))
                        .names();
                for (String name : names) {
                    if (DEMANDED.contains(name) && !said.contains(name)) {
                        containers
                                .computeIfAbsent(name, _ -> new TreeSet<>())
                                .add(container.text("name"));
                    }
                }
            }
        }
        if (containers.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("must specify ");
        containers.forEach((name, missing) -> text.append(text.length() > "must specify ".length() ? "; " : "")
                .append(name)
                .append(" for: ")
                .append(String.join(",", missing)));
        return Optional.of(text.toString());
    }

    @Override
    public boolean isIn(Scope scope, ObjectTree pod) {
        ObjectTree spec = pod.object("spec");
        boolean ends = spec.has("activeDeadlineSeconds");
        boolean bestEffort = pod.object("status").text("qosClass").equals("BestEffort");
        return switch (scope.name()) {
            case "Terminating" -> ends;
            case "NotTerminating" -> !ends;
            case "BestEffort" -> bestEffort;
            case "NotBestEffort" -> !bestEffort;
            case "PriorityClass" ->
                scope.matches(
                        spec.text("priorityClassName").isEmpty()
                                ? Set.of()
                                : Set.of(spec.text("priorityClassName")));
            case "CrossNamespacePodAffinity" -> looksAbroad(spec.object("affinity"));
            default -> false;
        };
    }

    /// Whether pods of other namespaces decide where the pod runs.
    private static boolean looksAbroad(ObjectTree affinity) {
        for (String kind : new String[] {"podAffinity", "podAntiAffinity"}) {
            ObjectTree rules = affinity.object(kind);
            boolean abroad = rules.list("requiredDuringSchedulingIgnoredDuringExecution").objects().stream()
                            .anyMatch(PodMeasure::isAbroad)
                    || rules.list("preferredDuringSchedulingIgnoredDuringExecution").objects().stream()
                            .anyMatch(weighted -> isAbroad(weighted.object("podAffinityTerm")));
            if (abroad) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAbroad(ObjectTree term) {
        return !term.list("namespaces").isEmpty() || term.has("namespaceSelector");
    }
}
