package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;

/// What annotations and fields say of seccomp and AppArmor profiles must agree; the annotations came first.
final class ProfileRules {
    private static final String LOCALHOST = "localhost/";

    private ProfileRules() {}

    static void check(ObjectTree annotations, Place spec) {
        if (annotations.isEmpty()) {
            return;
        }
        Place own = spec.at("securityContext", "seccompProfile");
        if (own.isPresent() && annotations.has(PodAnnotations.SECCOMP_POD)) {
            seccomp(own, annotations.text(PodAnnotations.SECCOMP_POD));
        }
        Containers.each(spec, container -> {
            Place profile = container.at("securityContext", "seccompProfile");
            String key = PodAnnotations.SECCOMP_CONTAINER + container.at("name").text();
            if (profile.isPresent() && annotations.has(key)) {
                seccomp(profile, annotations.text(key));
            }
        });
        if (!spec.at("os", "name").is("windows")) {
            Containers.each(spec, container -> appArmor(annotations, spec, container));
        }
    }

    private static void seccomp(Place profile, String annotation) {
        boolean same =
                switch (profile.at("type").text()) {
                    case "Unconfined" -> annotation.equals("unconfined");
                    case "RuntimeDefault" ->
                        annotation.equals("runtime/default") || annotation.equals("docker/default");
                    case "Localhost" -> annotation.startsWith(LOCALHOST);
                    default -> true;
                };
        report(profile, same, annotation, "seccomp");
    }

    private static void appArmor(ObjectTree annotations, Place spec, Place container) {
        Place own = container.at("securityContext", "appArmorProfile");
        ObjectTree profile = own.isPresent()
                ? own.object()
                : spec.at("securityContext", "appArmorProfile").object();
        String key = PodAnnotations.APPARMOR + container.at("name").text();
        if (profile.isEmpty() || !annotations.has(key)) {
            return;
        }
        String annotation = annotations.text(key);
        boolean same =
                switch (profile.text("type")) {
                    case "Unconfined" -> annotation.equals("unconfined");
                    case "RuntimeDefault" -> annotation.equals("runtime/default");
                    case "Localhost" -> annotation.startsWith(LOCALHOST);
                    default -> true;
                };
        report(own.with(profile), same, annotation, "apparmor");
    }

    private static void report(Place profile, boolean sameType, String annotation, String what) {
        if (!sameType) {
            profile.at("type").forbidden(what + " type in annotation and field must match");
        } else if (profile.at("type").is("Localhost")
                && !profile.at("localhostProfile").is(annotation.substring(LOCALHOST.length()))) {
            profile.at("localhostProfile").forbidden(what + " profile in annotation and field must match");
        }
    }
}
