package dev.pilothouse.kinds.core.pod;

import java.util.Set;

/// The names of what nodes have and containers ask for. A name without a domain is Kubernetes' own.
public final class ResourceNames {
    public static final String HUGE_PAGES = "hugepages-";

    private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> STANDARD = Set.of(
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "persistentvolumeclaims",
            "configmaps",
            "services.nodeports",
            "services.loadbalancers",
            "storage",
            "requests.storage");
    private static final Set<String> COUNTED = Set.of(
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");

    private ResourceNames() {}

    public static boolean isHugePages(String name) {
        return name.startsWith(HUGE_PAGES);
    }

    /// Whether more may be promised than there is.
    public static boolean isOvercommitted(String name) {
        return isNative(name) && !isHugePages(name);
    }

    /// Kubernetes' own names: without a domain, or in its domain.
    public static boolean isNative(String name) {
        return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
    }

    public static boolean isForWholePods(String name) {
        return name.equals("cpu") || name.equals("memory") || isHugePages(name);
    }

    public static boolean isForContainers(String name) {
        return OF_CONTAINERS.contains(name) || isHugePages(name);
    }

    public static boolean isStandard(String name) {
        return STANDARD.contains(name) || isHugePages(name) || isQuotaHugePages(name);
    }

    /// Whether a quota may limit it: all that is standard, but for bare storage.
    public static boolean isForQuotas(String name) {
        return isStandard(name) && !name.equals("storage");
    }

    private static boolean isQuotaHugePages(String name) {
        return name.startsWith("requests." + HUGE_PAGES);
    }

    /// Whether it comes in whole pieces only.
    public static boolean isCounted(String name) {
        return COUNTED.contains(name) || isExtended(name);
    }

    /// Whether it is somebody else's resource, such as a device.
    public static boolean isExtended(String name) {
        return !isNative(name) && !name.startsWith("requests.");
    }
}
