package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Key;
import java.util.ArrayList;
import java.util.List;

/// A pod with what scheduling asks about it again and again, worked out once.
public record PodState(
        Key key,
        String uid,
        ObjectTree pod,
        Amounts requests,
        Amounts scored,
        List<HostPort> ports,
        ObjectTree labels,
        boolean hasAntiAffinity,
        boolean hasAffinity) {

    /// A port of the node that the pod takes for itself.
    public record HostPort(String address, String protocol, long port) {
        public boolean collides(HostPort other) {
            boolean sameAddress = address.equals(other.address) || isAny() || other.isAny();
            return port == other.port && protocol.equals(other.protocol) && sameAddress;
        }

        private boolean isAny() {
            return address.isEmpty() || address.equals("0.0.0.0");
        }
    }

    static PodState of(ObjectTree pod, ResourceIndex index) {
        ObjectTree affinity = pod.object("spec").object("affinity");
        List<HostPort> ports = new ArrayList<>();
        for (String field : List.of("containers", "initContainers")) {
            for (ObjectTree container : pod.object("spec").list(field).objects()) {
                if (field.equals("initContainers") && !container.text("restartPolicy").equals("Always")) {
                    continue;
                }
                for (ObjectTree port : container.list("ports").objects()) {
                    if (port.number("hostPort") > 0) {
                        String protocol = port.text("protocol").isEmpty() ? "TCP" : port.text("protocol");
                        ports.add(new HostPort(port.text("hostIP"), protocol, port.number("hostPort")));
                    }
                }
            }
        }
        return new PodState(
                Key.of(pod),
                ObjectMeta.uid(pod),
                pod,
                Amounts.ofPod(pod, index, false),
                Amounts.ofPod(pod, index, true),
                List.copyOf(ports),
                ObjectMeta.labels(pod),
                affinity.has("podAntiAffinity"),
                affinity.has("podAffinity"));
    }

    public String namespace() {
        return key.namespace();
    }

    public ObjectTree spec() {
        return pod.object("spec");
    }
}
