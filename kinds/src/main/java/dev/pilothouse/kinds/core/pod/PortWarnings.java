package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Ports of a pod's containers that get in each other's way.
final class PortWarnings {
    private PortWarnings() {}

    static void of(Place spec, Warnings told) {
        Map<String, List<Place>> byPort = new HashMap<>();
        Containers.each(spec, container -> container.at("ports").each(port -> {
            if (!port.at("hostIP").isEmpty() && port.at("hostPort").isEmpty()) {
                told.add(port, "hostIP set without hostPort: " + shown(port));
            }
            String key = port.at("containerPort").number() + "/" + port.at("protocol").text();
            List<Place> others = byPort.computeIfAbsent(key, _ -> new ArrayList<>());
            others.forEach(other -> clash(port, other, told));
            others.add(port);
        }));
        names(spec, told);
    }

    private static void clash(Place port, Place other, Warnings told) {
        long hostPort = port.at("hostPort").number();
        long otherHostPort = other.at("hostPort").number();
        String hostIp = port.at("hostIP").text();
        String otherHostIp = other.at("hostIP").text();
        if (hostPort == otherHostPort && hostIp.equals(otherHostIp)) {
            told.add(port, "duplicate port definition with " + other.path());
        } else if (hostPort == 0 || otherHostPort == 0) {
            told.add(port, "overlapping port definition with " + other.path());
        } else if (hostPort == otherHostPort && hostIp.isEmpty() != otherHostIp.isEmpty()) {
            told.add(port, "dangerously ambiguous port definition with " + other.path());
        }
    }

    private static void names(Place spec, Warnings told) {
        Map<String, Place> byName = new HashMap<>();
        Containers.each(spec, container -> container.at("ports").each(port -> {
            String name = port.at("name").text();
            if (name.isEmpty()) {
                return;
            }
            Place first = byName.putIfAbsent(name, port);
            if (first != null) {
                told.add(
                        port,
                        "duplicate port name " + GoText.quote(name) + " with " + first.path()
                                + ", services and probes that select ports by name will use " + first.path());
            }
        }));
    }

    /// The port as Go shows a struct.
    private static String shown(Place port) {
        return "{Name:" + port.at("name").text()
                + " HostPort:" + port.at("hostPort").number()
                + " ContainerPort:" + port.at("containerPort").number()
                + " Protocol:" + port.at("protocol").text()
                + " HostIP:" + port.at("hostIP").text() + "}";
    }
}
