package dev.pilothouse.controllers.services;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Pods;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pods behind a Service. Pure but for reading.
public final class Backends {
    private Backends() {}

    /// The Services that a pod is, or was, behind.
    public static List<Key> servicesOf(ObjectTree pod, World world) {
        List<Key> keys = new ArrayList<>();
        for (ObjectTree service : world.in(Service.RESOURCE, ObjectMeta.namespace(pod))) {
            ObjectTree selector = service.object("spec").object("selector");
            if (!selector.isEmpty() && LabelSelector.of(selector.texts()).matches(ObjectMeta.labels(pod))) {
                keys.add(Key.of(service));
            }
        }
        return keys;
    }

    /// The pods that the Service selects, which have an address and have not ended.
    ///
    /// @param terminating whether pods that are being deleted count
    public static List<ObjectTree> of(ObjectTree service, boolean terminating, World world) {
        LabelSelector selector =
                LabelSelector.of(service.object("spec").object("selector").texts());
        List<ObjectTree> pods = new ArrayList<>();
        for (ObjectTree pod : world.in(Pod.RESOURCE, ObjectMeta.namespace(service))) {
            if (!pod.object("status").text("podIP").isEmpty()
                    && !Pods.isFinished(pod)
                    && (terminating || !ObjectMeta.isBeingDeleted(pod))
                    && selector.matches(ObjectMeta.labels(pod))) {
                pods.add(pod);
            }
        }
        return pods;
    }

    /// The number of the Service's port on the pod; empty if no container has a port of that name.
    public static Optional<Long> port(ObjectTree pod, ObjectTree servicePort) {
        Tree target = servicePort.get("targetPort");
        if (target.isNull() || target.type() == Tree.Type.NUMBER) {
            return Optional.of(target.asLong() == 0 ? servicePort.number("port") : target.asLong());
        }
        for (String field : new String[] {"containers", "initContainers"}) {
            for (ObjectTree container : pod.object("spec").list(field).objects()) {
                for (ObjectTree port : container.list("ports").objects()) {
                    if (port.text("name").equals(target.asText())
                            && protocol(port).equals(protocol(servicePort))) {
                        return Optional.of(port.number("containerPort"));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String protocol(ObjectTree port) {
        return port.text("protocol").isEmpty() ? "TCP" : port.text("protocol");
    }

    public static ObjectTree reference(ObjectTree pod) {
        return ObjectTree.builder()
                .put("kind", "Pod")
                .put("namespace", ObjectMeta.namespace(pod))
                .put("name", ObjectMeta.name(pod))
                .put("uid", ObjectMeta.uid(pod))
                .build();
    }

    /// The name by which others find the pod through the Service, if it has one.
    public static Optional<String> hostname(ObjectTree pod, ObjectTree service) {
        ObjectTree spec = pod.object("spec");
        boolean named = !spec.text("hostname").isEmpty()
                && spec.text("subdomain").equals(ObjectMeta.name(service))
                && ObjectMeta.namespace(pod).equals(ObjectMeta.namespace(service));
        return named ? Optional.of(spec.text("hostname")) : Optional.empty();
    }

    public static boolean isHeadless(ObjectTree service) {
        return service.object("spec").text("clusterIP").equals("None");
    }
}
