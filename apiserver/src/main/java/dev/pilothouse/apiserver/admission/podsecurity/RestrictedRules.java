package dev.pilothouse.apiserver.admission.podsecurity;

import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.named;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.plural;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.quoted;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.security;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.setters;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.uses;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the level `restricted` asks for beyond `baseline`: the known practice of hardening.
final class RestrictedRules {
    private static final Set<String> ADDABLE = Set.of("NET_BIND_SERVICE");

    private static final Set<String> VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private RestrictedRules() {}

    static Optional<Violation> escalation(PodShape pod) {
        List<String> containers = pod.containersThat(each -> !isFalse(security(each).get("allowPrivilegeEscalation")));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "allowPrivilegeEscalation != false",
                        named("container", containers) + " must set securityContext.allowPrivilegeEscalation=false"));
    }

    private static boolean isFalse(Tree value) {
        return !value.isNull() && !value.asBoolean();
    }

    static Optional<Violation> capabilities(PodShape pod) {
        List<String> keeping = pod.containersThat(each ->
                !security(each).object("capabilities").list("drop").texts().contains("ALL"));
        List<String> adding = pod.containersThat(each -> !BaselineRules.added(each, ADDABLE).isEmpty());
        TreeSet<String> added = new TreeSet<>();
        pod.containers().forEach(each -> added.addAll(BaselineRules.added(each, ADDABLE)));
        List<String> details = new ArrayList<>();
        if (!keeping.isEmpty()) {
            details.add(named("container", keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        if (!adding.isEmpty()) {
            details.add(named("container", adding) + " must not include " + quoted(added)
                    + " in securityContext.capabilities.add");
        }
        return details.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("unrestricted capabilities", String.join("; ", details)));
    }

    static Optional<Violation> volumes(PodShape pod) {
        List<String> volumes = new ArrayList<>();
        TreeSet<String> types = new TreeSet<>();
        for (ObjectTree volume : pod.spec().list("volumes").objects()) {
            List<String> sources = new ArrayList<>();
            volume.fields().forEach(field -> sources.add(field.name()));
            sources.remove("name");
            if (sources.stream().noneMatch(VOLUMES::contains)) {
                volumes.add(volume.text("name"));
                types.add(sources.isEmpty() ? "unknown" : sources.getFirst());
            }
        }
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "restricted volume types",
                        named("volume", volumes) + " " + uses(volumes.size()) + " "
                                + plural("restricted volume type", types.size()) + " " + quoted(types)));
    }

    static Optional<Violation> nonRoot(PodShape pod) {
        Tree own = pod.security().get("runAsNonRoot");
        List<String> root = pod.containersThat(each -> isFalse(security(each).get("runAsNonRoot")));
        Optional<String> setters = setters(isFalse(own), root);
        List<String> silent = pod.containersThat(
                each -> !own.asBoolean() && security(each).get("runAsNonRoot").isNull());
        if (setters.isEmpty() && silent.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                "runAsNonRoot != true",
                setters.map(all -> all + " must not set securityContext.runAsNonRoot=false")
                        .orElseGet(() ->
                                "pod or " + named("container", silent) + " must set securityContext.runAsNonRoot=true")));
    }

    static Optional<Violation> user(PodShape pod) {
        return setters(isRoot(pod.security()), pod.containersThat(each -> isRoot(security(each))))
                .map(setters -> new Violation("runAsUser=0", setters + " must not set runAsUser=0"));
    }

    private static boolean isRoot(ObjectTree security) {
        return !security.get("runAsUser").isNull() && security.number("runAsUser") == 0;
    }
}
