package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for one container of any sort.
final class ContainerRules {
    static final Check PULL_POLICY = Checks.requiredOneOf("Always", "IfNotPresent", "Never");
    static final Check PROTOCOL = Checks.requiredOneOf("SCTP", "TCP", "UDP");

    private static final Check MESSAGE_POLICY = Checks.required("", Checks.oneOfInOrder("File", "FallbackToLogsOnError"));
    private static final List<String> RESIZABLE = List.of("cpu", "memory");
    private static final List<String> RESIZE_POLICIES = List.of("NotRequired", "RestartContainer");

    private ContainerRules() {}

    static void check(Place container, PodScope scope) {
        container.at("name").check(Checks.required("", Checks.DNS_LABEL));
        container.at("image").check(Checks.REQUIRED);
        container.at("terminationMessagePolicy").check(MESSAGE_POLICY);
        ports(container.at("ports"));
        container.at("env").each(EnvironmentRules::variable);
        EnvironmentRules.from(container.at("envFrom"));
        MountRules.check(container, scope);
        container.at("imagePullPolicy").check(PULL_POLICY);
        ResourceRules.ofContainer(container.at("resources"), scope);
        resizePolicy(container.at("resizePolicy"), scope);
        SecurityRules.container(container.at("securityContext"), scope);
    }

    private static void ports(Place ports) {
        Set<String> names = new HashSet<>();
        ports.each(port -> {
            Place name = port.at("name");
            if (!name.isEmpty()) {
                List<String> broken = NameRules.portName(name.text());
                if (!broken.isEmpty()) {
                    name.invalidEach(broken);
                } else if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
            port.at("containerPort").check(Checks.required("", Checks.PORT));
            port.at("hostPort").check(Checks.nonEmpty(Checks.PORT));
            port.at("protocol").check(PROTOCOL);
        });
    }

    private static void resizePolicy(Place policies, PodScope scope) {
        Set<String> resources = new HashSet<>();
        policies.each(policy -> {
            String resource = policy.at("resourceName").text();
            if (!resources.add(resource)) {
                policy.duplicate(resource);
            }
            oneOf(policies, resource, RESIZABLE);
            String restart = policy.at("restartPolicy").text();
            oneOf(policies, restart, RESIZE_POLICIES);
            if (scope.isNeverRestarted() && !restart.equals("NotRequired")) {
                policies.invalid(restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        });
    }

    /// Reported at the list as a whole.
    private static void oneOf(Place list, String value, List<String> supported) {
        if (value.isEmpty()) {
            list.required("");
        } else if (!supported.contains(value)) {
            list.problems().notSupported(list.path(), value, supported);
        }
    }

    /// What only a pod is asked for, no template.
    static void ofPod(Place container) {
        String image = container.at("image").text();
        if (!image.equals(image.strip())) {
            container.at("image").invalid("must not have leading or trailing whitespace");
        }
    }

    /// Ports on the host that more than one container would take.
    static void hostPorts(Place containers, List<Place> among) {
        Set<String> taken = new HashSet<>();
        int index = 0;
        for (Place container : among) {
            // The list's own first places are named, even where a single container was asked for.
            Place shown = containers.item(index++, container.value());
            shown.at("ports").each(port -> {
                ObjectTree tree = port.object();
                if (tree.number("hostPort") == 0) {
                    return;
                }
                String address = tree.text("protocol") + "/" + tree.text("hostIP") + "/" + tree.number("hostPort");
                if (!taken.add(address)) {
                    port.at("hostPort").duplicate(address);
                }
            });
        }
    }
}
