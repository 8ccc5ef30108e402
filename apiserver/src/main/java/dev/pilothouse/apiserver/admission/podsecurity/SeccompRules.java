package dev.pilothouse.apiserver.admission.podsecurity;

import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.named;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.plural;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.quoted;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.security;
import static dev.pilothouse.apiserver.admission.podsecurity.PodShape.setters;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which filters of system calls a pod may run under; all levels above `privileged` have something to say of it.
final class SeccompRules {
    private static final String REASON = "seccompProfile";
    private static final String POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String CONTAINER_ANNOTATION = "container.seccomp.security.alpha.kubernetes.io/";

    private SeccompRules() {}

    /// Before release 1.19 annotations said it.
    static Optional<Violation> annotations(PodShape pod) {
        ObjectTree annotations = pod.metadata().object("annotations");
        TreeSet<String> forbidden = new TreeSet<>();
        Stream.concat(
                        Stream.of(POD_ANNOTATION),
                        pod.containers().stream().map(each -> CONTAINER_ANNOTATION + each.text("name")))
                .filter(annotations::has)
                .filter(key -> !isAllowedAnnotation(annotations.text(key)))
                .forEach(key -> forbidden.add(key + "=" + GoText.quote(annotations.text(key))));
        return forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation(
                        REASON,
                        "forbidden " + plural("annotation", forbidden.size()) + " " + String.join(", ", forbidden)));
    }

    private static boolean isAllowedAnnotation(String value) {
        return value.equals("runtime/default") || value.equals("docker/default") || value.startsWith("localhost/");
    }

    static Optional<Violation> baseline(PodShape pod) {
        TreeSet<String> types = new TreeSet<>();
        return setters(
                        isBad(pod.security(), types), pod.containersThat(each -> isBad(security(each), types)))
                .map(setters -> new Violation(
                        REASON, setters + " must not set securityContext.seccompProfile.type to " + quoted(types)));
    }

    static Optional<Violation> restricted(PodShape pod) {
        Optional<Violation> bad = baseline(pod);
        boolean ownIsSet = pod.security().has(REASON);
        List<String> without = pod.containersThat(each -> !ownIsSet && !security(each).has(REASON));
        if (bad.isPresent() || without.isEmpty()) {
            return bad;
        }
        return Optional.of(new Violation(
                REASON,
                "pod or " + named("container", without)
                        + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""));
    }

    private static boolean isBad(ObjectTree security, TreeSet<String> types) {
        String type = security.object(REASON).text("type");
        boolean bad = security.has(REASON) && !type.equals("RuntimeDefault") && !type.equals("Localhost");
        if (bad) {
            types.add(type);
        }
        return bad;
    }
}
