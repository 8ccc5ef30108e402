package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for the three lists of containers: what each may have, and that no two have one name.
final class ContainerListRules {
    private static final List<String> LIFE = List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");

    /// What a container that is added to look into a running pod may have.
    private static final Set<String> EPHEMERAL_FIELDS = Set.of(
            "name",
            "image",
            "command",
            "args",
            "workingDir",
            "envFrom",
            "env",
            "resizePolicy",
            "volumeMounts",
            "volumeDevices",
            "terminationMessagePath",
            "terminationMessagePolicy",
            "imagePullPolicy",
            "securityContext",
            "stdin",
            "stdinOnce",
            "tty",
            "targetContainerName");

    private ContainerListRules() {}

    static void containers(Place containers, PodScope scope) {
        if (containers.isEmpty()) {
            containers.required("");
            return;
        }
        Set<String> names = new HashSet<>();
        List<Place> all = new ArrayList<>();
        containers.each(container -> {
            all.add(container);
            ContainerRules.check(container, scope);
            if (!names.add(container.at("name").text())) {
                container.at("name").duplicate();
            }
            HandlerRules.life(container, scope);
            RestartRules.ofContainer(container);
        });
        ContainerRules.hostPorts(containers, all);
    }

    static void initContainers(Place containers, PodScope scope) {
        Set<String> names = names(scope, "containers");
        containers.each(container -> {
            ContainerRules.check(container, scope);
            RestartRules.ofInitContainer(container);
            String name = container.at("name").text();
            if (!name.isEmpty() && !names.add(name)) {
                container.at("name").duplicate();
            }
            ContainerRules.hostPorts(containers, List.of(container));
            if (Containers.isSidecar(container.object())) {
                HandlerRules.life(container, scope);
            } else {
                for (String field : LIFE) {
                    if (container.at(field).isPresent()) {
                        container
                                .at(field)
                                .forbidden("may not be set for init containers without restartPolicy=Always");
                    }
                }
            }
        });
    }

    static void ephemeralContainers(Place containers, PodScope scope) {
        if (containers.isEmpty()) {
            return;
        }
        Set<String> others = names(scope, "containers");
        others.addAll(names(scope, "initContainers"));
        Set<String> names = new HashSet<>(others);
        containers.each(container -> {
            ContainerRules.check(container, scope);
            ContainerRules.ofPod(container);
            if (!names.add(container.at("name").text())) {
                container.at("name").duplicate();
            }
            Place target = container.at("targetContainerName");
            if (!target.isEmpty() && !others.contains(target.text())) {
                target.notFound();
            }
            for (String field : container.object().names()) {
                if (!EPHEMERAL_FIELDS.contains(field) && !container.at(field).isEmpty()) {
                    container.at(field).forbidden("cannot be set for an Ephemeral Container");
                }
            }
            container.at("volumeMounts").each(mount -> {
                for (String field : List.of("subPath", "subPathExpr")) {
                    if (!mount.at(field).isEmpty()) {
                        mount.at(field).forbidden("cannot be set for an Ephemeral Container");
                    }
                }
            });
        });
    }

    private static Set<String> names(PodScope scope, String list) {
        Set<String> names = new HashSet<>();
        for (Tree container : scope.spec().at(list).list()) {
            names.add(container.asObject().text("name"));
        }
        return names;
    }

    /// A port on the host's own network is the same port outside.
    static void hostNetwork(Place spec, PodScope scope) {
        if (!spec.at("hostNetwork").bool()) {
            return;
        }
        spec.at("containers").each(container -> container.at("ports").each(port -> {
            ObjectTree tree = port.object();
            long host = tree.number("hostPort");
            if ((scope.pod() || host != 0) && host != tree.number("containerPort")) {
                port.at("hostPort").invalidNumber("must match `containerPort` when `hostNetwork` is true");
            }
        }));
    }

    static void resourceClaims(Place claims) {
        Set<String> names = new HashSet<>();
        claims.each(claim -> {
            Place name = claim.at("name");
            if (name.isEmpty()) {
                name.required("");
            } else if (!names.add(name.text())) {
                name.duplicate();
            } else {
                Checks.DNS_LABEL.check(name);
            }
            Place existing = claim.at("resourceClaimName");
            Place template = claim.at("resourceClaimTemplateName");
            if (existing.isPresent() && template.isPresent()) {
                claim.invalid("at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
            }
            if (existing.isAbsent() && template.isAbsent()) {
                claim.invalid("must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
            }
            existing.check(Checks.optional(Checks.DNS_SUBDOMAIN));
            template.check(Checks.optional(Checks.DNS_SUBDOMAIN));
        });
    }
}
