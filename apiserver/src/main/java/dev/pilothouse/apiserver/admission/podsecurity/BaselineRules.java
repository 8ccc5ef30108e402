package dev.pilothouse.apiserver.admission.podsecurity;

import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.named;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.plural;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.quoted;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.security;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.setters;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.uses;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the level `baseline` forbids: known ways out of a container.
final class BaselineRules {
    static final Set<String> SELINUX_TYPES = Set.of("", "container_t", "container_init_t", "container_kvm_t");
    static final Set<String> SELINUX_TYPES_OF_31 =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    private static final String APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

    private static final Set<String> CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    /// Sysctls that concern nobody but the pod, by the release that found them safe.
    private static final Map<String, Integer> SYSCTLS = Map.ofEntries(
            Map.entry("kernel.shm_rmid_forced", 0),
            Map.entry("net.ipv4.ip_local_port_range", 0),
            Map.entry("net.ipv4.tcp_syncookies", 0),
            Map.entry("net.ipv4.ping_group_range", 0),
            Map.entry("net.ipv4.ip_unprivileged_port_start", 0),
            Map.entry("net.ipv4.ip_local_reserved_ports", 27),
            Map.entry("net.ipv4.tcp_keepalive_time", 29),
            Map.entry("net.ipv4.tcp_fin_timeout", 29),
            Map.entry("net.ipv4.tcp_keepalive_intvl", 29),
            Map.entry("net.ipv4.tcp_keepalive_probes", 29),
            Map.entry("net.ipv4.tcp_rmem", 32),
            Map.entry("net.ipv4.tcp_wmem", 32));

    private BaselineRules() {}

    static Optional<Violation> appArmor(PodShape pod) {
        List<String> setters = new ArrayList<>();
        TreeSet<String> types = new TreeSet<>();
        boolean ownIsBad = isBadAppArmor(pod.security(), types);
        List<String> containers = pod.containersThat(each -> isBadAppArmor(security(each), types));
        setters(ownIsBad, containers).ifPresent(setters::add);
        TreeSet<String> annotations = new TreeSet<>();
        for (ObjectTree.Field annotation : pod.metadata().object("annotations").fields()) {
            String value = annotation.value().asText();
            boolean allowed = value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/");
            if (annotation.name().startsWith(APPARMOR_ANNOTATION) && !allowed) {
                annotations.add(annotation.name() + "=" + GoText.quote(value));
            }
        }
        if (!annotations.isEmpty()) {
            setters.add(plural("annotation", annotations.size()));
        }
        List<String> values = Stream.concat(types.stream(), annotations.stream()).toList();
        return setters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        plural("forbidden AppArmor profile", values.size()),
                        String.join(" and ", setters) + " must not set AppArmor profile type to " + quoted(values)));
    }

    private static boolean isBadAppArmor(ObjectTree security, Set<String> types) {
        if (!security.has("appArmorProfile")) {
            return false;
        }
        String type = security.object("appArmorProfile").text("type");
        return !type.equals("RuntimeDefault") && !type.equals("Localhost") && noted(types, type);
    }

    /// Notes a value and says yes.
    private static boolean noted(Set<String> values, String value) {
        values.add(value);
        return true;
    }

    static Optional<Violation> capabilities(PodShape pod) {
        List<String> containers = pod.containersThat(each -> !added(each, CAPABILITIES).isEmpty());
        TreeSet<String> found = new TreeSet<>();
        pod.containers().forEach(each -> found.addAll(added(each, CAPABILITIES)));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "non-default capabilities",
                        named("container", containers) + " must not include " + quoted(found)
                                + " in securityContext.capabilities.add"));
    }

    /// The capabilities that a container adds beyond those allowed.
    static List<String> added(ObjectTree container, Set<String> allowed) {
        return security(container).object("capabilities").list("add").texts().stream()
                .filter(each -> !allowed.contains(each))
                .toList();
    }

    static Optional<Violation> hostNamespaces(PodShape pod) {
        List<String> shared = Stream.of("hostNetwork", "hostPID", "hostIPC")
                .filter(pod.spec()::bool)
                .map(each -> each + "=true")
                .toList();
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("host namespaces", String.join(", ", shared)));
    }

    static Optional<Violation> hostPaths(PodShape pod) {
        List<String> volumes = pod.spec().list("volumes").objects().stream()
                .filter(volume -> volume.has("hostPath"))
                .map(volume -> volume.text("name"))
                .toList();
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("hostPath volumes", named("volume", volumes)));
    }

    static Optional<Violation> hostPorts(PodShape pod) {
        TreeSet<String> ports = new TreeSet<>();
        List<String> containers = pod.containersThat(each -> {
            List<String> own = each.list("ports").objects().stream()
                    .filter(port -> port.number("hostPort") != 0)
                    .map(port -> Long.toString(port.number("hostPort")))
                    .toList();
            ports.addAll(own);
            return !own.isEmpty();
        });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "hostPort",
                        named("container", containers) + " " + uses(containers.size()) + " "
                                + plural("hostPort", ports.size()) + " " + String.join(", ", ports)));
    }

    static Optional<Violation> hosts(PodShape pod) {
        TreeSet<String> hosts = new TreeSet<>();
        List<String> containers = pod.containersThat(each -> {
            List<String> own = Stream.of(
                            each.object("livenessProbe"),
                            each.object("readinessProbe"),
                            each.object("startupProbe"),
                            each.object("lifecycle").object("postStart"),
                            each.object("lifecycle").object("preStop"))
                    .flatMap(action -> Stream.of(action.object("httpGet"), action.object("tcpSocket")))
                    .map(call -> call.text("host"))
                    .filter(host -> !host.isEmpty())
                    .toList();
            hosts.addAll(own);
            return !own.isEmpty();
        });
        List<String> sorted = containers.stream().distinct().sorted().toList();
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "probe or lifecycle host",
                        named("container", sorted) + " " + uses(sorted.size()) + " "
                                + plural("probe or lifecycle host", hosts.size()) + " " + quoted(hosts)));
    }

    static Optional<Violation> privileged(PodShape pod) {
        List<String> containers = pod.containersThat(each -> security(each).bool("privileged"));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "privileged", named("container", containers) + " must not set securityContext.privileged=true"));
    }

    static Optional<Violation> procMount(PodShape pod) {
        TreeSet<String> types = new TreeSet<>();
        List<String> containers = pod.containersThat(each -> {
            String type = security(each).text("procMount");
            return security(each).has("procMount") && !type.equals("Default") && noted(types, type);
        });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "procMount",
                        named("container", containers) + " must not set securityContext.procMount to " + quoted(types)));
    }

    static Optional<Violation> seLinux(PodShape pod, Set<String> allowed) {
        List<ObjectTree> bad = new ArrayList<>();
        boolean ownIsBad = isBadSeLinux(pod.security(), allowed, bad);
        List<String> containers = pod.containersThat(each -> isBadSeLinux(security(each), allowed, bad));
        TreeSet<String> types = new TreeSet<>();
        bad.stream().map(each -> each.text("type")).filter(type -> !allowed.contains(type)).forEach(types::add);
        List<String> what = new ArrayList<>();
        if (!types.isEmpty()) {
            what.add(plural("type", types.size()) + " " + quoted(types));
        }
        for (String part : List.of("user", "role")) {
            if (bad.stream().anyMatch(each -> !each.text(part).isEmpty())) {
                what.add(part + " may not be set");
            }
        }
        return setters(ownIsBad, containers)
                .map(setters -> new Violation(
                        "seLinuxOptions",
                        setters + " set forbidden securityContext.seLinuxOptions: " + String.join("; ", what)));
    }

    private static boolean isBadSeLinux(ObjectTree security, Set<String> allowed, List<ObjectTree> bad) {
        ObjectTree options = security.object("seLinuxOptions");
        boolean good = allowed.contains(options.text("type"))
                && options.text("user").isEmpty()
                && options.text("role").isEmpty();
        return !good && bad.add(options);
    }

    static Optional<Violation> sysctls(PodShape pod, int minor) {
        List<String> unsafe = pod.security().list("sysctls").objects().stream()
                .map(each -> each.text("name"))
                .filter(name -> SYSCTLS.getOrDefault(name, Integer.MAX_VALUE) > minor)
                .toList();
        return unsafe.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("forbidden sysctls", String.join(", ", unsafe)));
    }

    static Optional<Violation> hostProcess(PodShape pod) {
        return setters(isHostProcess(pod.security()), pod.containersThat(each -> isHostProcess(security(each))))
                .map(setters -> new Violation(
                        "hostProcess", setters + " must not set securityContext.windowsOptions.hostProcess=true"));
    }

    private static boolean isHostProcess(ObjectTree security) {
        return security.object("windowsOptions").bool("hostProcess");
    }
}
