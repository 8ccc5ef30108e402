package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Paths;

/// Annotations that mean something for pods.
final class PodAnnotations {
    static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    static final String MIRROR = "kubernetes.io/config.mirror";
    static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private PodAnnotations() {}

    /// @param metadata of the pod or template
    static void check(Place annotations, ObjectTree spec, Leniency lenient) {
        if (annotations.isEmpty()) {
            return;
        }
        Place mirror = annotations.key(MIRROR);
        if (mirror.isPresent() && spec.text("nodeName").isEmpty()) {
            mirror.invalid("must set spec.nodeName if mirror pod annotation is set");
        }
        Place cost = annotations.key(DELETION_COST);
        if (!lenient.deletionCost() && !isDeletionCost(cost.text())) {
            cost.invalid("must be a 32bit integer");
        }
        annotations.eachKey(annotation -> {
            String key = annotation.name();
            if (key.equals(SECCOMP_POD) || key.startsWith(SECCOMP_CONTAINER)) {
                seccomp(annotations.at(key));
            } else if (key.startsWith(APPARMOR)) {
                appArmor(annotation, key.substring(APPARMOR.length()), spec);
            }
        });
    }

    /// A number of 32 bits without a leading plus or zero; nothing at all is none.
    static boolean isDeletionCost(String text) {
        if (text.isEmpty()) {
            return true;
        }
        char first = text.charAt(0);
        if (first == '+' || first == '0' && text.length() > 1) {
            return false;
        }
        try {
            Integer.parseInt(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void seccomp(Place profile) {
        String text = profile.text();
        if (text.startsWith("localhost/")) {
            Paths.DESCENDING.check(profile.with(dev.pilothouse.api.tree.Tree.of(text.substring("localhost/".length()))));
        } else if (!text.equals("runtime/default") && !text.equals("docker/default") && !text.equals("unconfined")) {
            profile.invalid("must be a valid seccomp profile");
        }
    }

    private static void appArmor(Place profile, String container, ObjectTree spec) {
        if (!Containers.names(spec).contains(container)) {
            profile.invalid(container, "container not found");
        }
        String text = profile.text();
        if (!text.isEmpty()
                && !text.equals("runtime/default")
                && !text.equals("unconfined")
                && !text.startsWith("localhost/")) {
            profile.invalid("invalid AppArmor profile name: \"" + text + "\"");
        }
    }

    /// What an update may not touch.
    static void checkUpdate(Place annotations, ObjectTree old) {
        for (ObjectTree.Cursor c = old.cursor(); c.next(); ) {
            if (annotations.object().get(c.name()).equals(c.value())) {
                continue;
            }
            if (c.name().startsWith(APPARMOR)) {
                annotations.key(c.name()).forbidden("may not remove or update AppArmor annotations");
            }
            if (c.name().equals(MIRROR)) {
                annotations.key(c.name()).forbidden("may not remove or update mirror pod annotation");
            }
        }
        annotations.eachKey(annotation -> {
            if (old.has(annotation.name())) {
                return;
            }
            if (annotation.name().startsWith(APPARMOR)) {
                annotation.forbidden("may not add AppArmor annotations");
            }
            if (annotation.name().equals(MIRROR)) {
                annotation.forbidden("may not add mirror pod annotation");
            }
        });
    }
}
