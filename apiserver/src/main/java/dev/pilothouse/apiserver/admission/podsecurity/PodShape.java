package dev.pilothouse.apiserver.admission.podsecurity;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A pod, or what a template makes one of.
public record PodShape(ObjectTree metadata, ObjectTree spec) {

    ObjectTree security() {
        return spec.object("securityContext");
    }

    static ObjectTree security(ObjectTree container) {
        return container.object("securityContext");
    }

    /// All containers: those that start before, those that stay, those that were added later.
    List<ObjectTree> containers() {
        return Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(list -> spec.list(list).objects().stream())
                .toList();
    }

    List<String> containersThat(Predicate<ObjectTree> match) {
        return containers().stream()
                .filter(match)
                .map(each -> each.text("name"))
                .toList();
    }

    /// Who has set something: the pod, containers by their names, or both.
    static Optional<String> setters(boolean pod, List<String> containers) {
        List<String> all = new ArrayList<>();
        if (pod) {
            all.add("pod");
        }
        if (!containers.isEmpty()) {
            all.add(named("container", containers));
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", all));
    }

    /// `container "a"`, `containers "a", "b"`.
    static String named(String noun, List<String> names) {
        return plural(noun, names.size()) + " " + quoted(names);
    }

    static String plural(String noun, int count) {
        return count == 1 ? noun : noun + "s";
    }

    static String uses(int count) {
        return count == 1 ? "uses" : "use";
    }

    static String quoted(Collection<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    boolean runsInItsOwnUserNamespace() {
        return !spec.get("hostUsers").isNull() && !spec.bool("hostUsers");
    }

    boolean isForWindows() {
        return spec.object("os").text("name").equals("windows");
    }
}
