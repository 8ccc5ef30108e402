package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What Services say of their node ports.
final class ServicePorts {
    private ServicePorts() {}

    static Optional<Integer> had(List<ObjectTree> old, ObjectTree port) {
        return old.stream()
                .filter(before -> before.number("port") == port.number("port")
                        && before.text("protocol").equals(port.text("protocol")))
                .map(before -> before.get("nodePort").asInt())
                .filter(number -> number > 0)
                .findFirst();
    }

    /// The node port that somebody chose for this port in one of its protocols, or 0.
    static int asked(List<ObjectTree> ports, ObjectTree port) {
        return ports.stream()
                .filter(other -> other.number("port") == port.number("port"))
                .mapToInt(other -> other.get("nodePort").asInt())
                .filter(number -> number != 0)
                .findFirst()
                .orElse(0);
    }

    static boolean held(List<ObjectTree> old, int number) {
        return old.stream().anyMatch(before -> before.get("nodePort").asInt() == number);
    }

    static Set<Integer> of(ObjectTree spec) {
        Set<Integer> ports = new HashSet<>();
        ports.add(spec.get("healthCheckNodePort").asInt());
        spec.list("ports").objects().forEach(each -> ports.add(each.get("nodePort").asInt()));
        ports.remove(0);
        return ports;
    }
}
