package dev.pilothouse.nodes;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a simulated node says of itself.
///
/// @param number tells nodes apart, and gives each its addresses
public record NodeShape(String name, int number, String cpu, String memory, int pods) {

    /// A node of ordinary size.
    public static NodeShape of(String name, int number) {
        return new NodeShape(name, number, "16", "64Gi", 110);
    }

    /// The address of the node itself.
    String address() {
        return "10." + (200 + (number >> 16)) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    /// The address of its n-th pod.
    String podAddress(int n) {
        int pod = number * 256 + n % 254 + 1;
        return "10." + (64 + (pod >> 16 & 63)) + "." + (pod >> 8 & 255) + "." + (pod & 255);
    }

    ObjectTree node(Instant now) {
        ObjectTree labels = ObjectTree.builder()
                .put("kubernetes.io/hostname", name)
                .put("kubernetes.io/os", "linux")
                .put("kubernetes.io/arch", "amd64")
                .put("beta.kubernetes.io/os", "linux")
                .put("beta.kubernetes.io/arch", "amd64")
                .build();
        return ObjectTree.builder()
                .put("kind", "Node")
                .put("apiVersion", "v1")
                .put("metadata", ObjectTree.EMPTY.with("name", name).with("labels", labels))
                .put("spec", ObjectTree.EMPTY)
                .put("status", status(now))
                .build();
    }

    private ObjectTree status(Instant now) {
        ObjectTree capacity = ObjectTree.builder()
                .put("cpu", cpu)
                .put("memory", memory)
                .put("ephemeral-storage", "100Gi")
                .put("pods", Integer.toString(pods))
                .build();
        List<Tree> conditions = new ArrayList<>();
        conditions.add(condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "memory", now));
        conditions.add(condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "disk", now));
        conditions.add(condition("PIDPressure", "False", "KubeletHasSufficientPID", "process ids", now));
        conditions.add(condition("Ready", "True", "KubeletReady", "", now));
        return ObjectTree.builder()
                .put("capacity", capacity)
                .put("allocatable", capacity)
                .put("conditions", ListTree.of(conditions))
                .put("addresses", ListTree.of(address("InternalIP", address()), address("Hostname", name)))
                .put("nodeInfo", info())
                .build();
    }

    private static ObjectTree address(String type, String address) {
        return ObjectTree.EMPTY.with("type", type).with("address", address);
    }

    private static ObjectTree condition(String type, String status, String reason, String of, Instant now) {
        return ObjectTree.builder()
                .put("type", type)
                .put("status", status)
                .put("lastHeartbeatTime", Timestamps.seconds(now))
                .put("lastTransitionTime", Timestamps.seconds(now))
                .put("reason", reason)
                .put("message", of.isEmpty() ? "simulated node is ready" : "simulated node has enough " + of)
                .build();
    }

    private ObjectTree info() {
        ObjectTree.Builder info = ObjectTree.builder();
        for (String field : new String[] {"machineID", "systemUUID", "bootID"}) {
            info.put(field, name);
        }
        return info.put("kernelVersion", "simulated")
                .put("osImage", "simulated")
                .put("containerRuntimeVersion", "simulated://1")
                .put("kubeletVersion", "v1.36.3")
                .put("kubeProxyVersion", "")
                .put("operatingSystem", "linux")
                .put("architecture", "amd64")
                .build();
    }
}
