package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.volume.Claims;
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
        Alike alike,
        boolean hasAntiAffinity,
        boolean hasAffinity,
        boolean isBeingDeleted,
        long priority,
        List<ClaimUse> claims) {

    /// When a pod that hasn't started yet will have: after all others.
    private static final String NOT_YET = "~";

    /// A claim that the pod needs, in its own namespace.
    ///
    /// @param isEphemeral whether it is made for the pod
    public record ClaimUse(String name, boolean isEphemeral) {}

    /// What a selector can tell of pods: those with the same are alike to it.
    ///
    /// @param hash of the others, which is asked for once a node in each decision
    public record Alike(String namespace, ObjectTree labels, int hash) {
        static Alike of(ObjectTree pod) {
            ObjectTree labels = ObjectMeta.labels(pod);
            String namespace = ObjectMeta.namespace(pod);
            return new Alike(namespace, labels, 31 * namespace.hashCode() + labels.hashCode());
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

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
                Alike.of(pod),
                affinity.has("podAntiAffinity"),
                affinity.has("podAffinity"),
                ObjectMeta.isBeingDeleted(pod),
                pod.object("spec").number("priority"),
                claims(pod));
    }

    PodState with(Alike same) {
        return alike == same
                ? this
                : new PodState(
                        key,
                        uid,
                        pod,
                        requests,
                        scored,
                        ports,
                        same,
                        hasAntiAffinity,
                        hasAffinity,
                        isBeingDeleted,
                        priority,
                        claims);
    }

    private static List<ClaimUse> claims(ObjectTree pod) {
        List<ClaimUse> claims = new ArrayList<>();
        for (ObjectTree volume : pod.object("spec").list("volumes").objects()) {
            Claims.ofVolume(pod, volume).ifPresent(name -> claims.add(new ClaimUse(name, volume.has("ephemeral"))));
        }
        return List.copyOf(claims);
    }

    public ObjectTree labels() {
        return alike.labels();
    }

    public String namespace() {
        return key.namespace();
    }

    /// When the pod began to run, in a form that sorts.
    public String startTime() {
        String time = pod.object("status").text("startTime");
        return time.isEmpty() ? NOT_YET : time;
    }

    public ObjectTree spec() {
        return pod.object("spec");
    }
}
