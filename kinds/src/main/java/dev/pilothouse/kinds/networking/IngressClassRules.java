package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.DomainPath;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;

/// Rules for ingress classes.
final class IngressClassRules {
    private static final int CONTROLLER_LIMIT = 250;
    private static final Check SCOPE = Checks.oneOf("Cluster", "Namespace");

    private IngressClassRules() {}

    static void check(Place object) {
        Place controller = object.at("spec", "controller");
        if (controller.text().length() > CONTROLLER_LIMIT) {
            controller.tooLong(CONTROLLER_LIMIT);
        }
        controller.check(DomainPath.CHECK);
        Place parameters = object.at("spec", "parameters");
        if (parameters.isPresent()) {
            parameters(parameters);
        }
    }

    private static void parameters(Place parameters) {
        parameters.at("apiGroup").check(Checks.optional(Checks.DNS_SUBDOMAIN));
        parameters.at("kind").check(IngressRules.SEGMENT);
        parameters.at("name").check(IngressRules.SEGMENT);
        Place scope = parameters.at("scope");
        Place namespace = parameters.at("namespace");
        if (scope.isAbsent()) {
            scope.required("");
            return;
        }
        SCOPE.check(scope);
        switch (scope.text()) {
            case "Namespace" -> {
                if (namespace.isAbsent()) {
                    namespace.required("`parameters.scope` is set to 'Namespace'");
                } else {
                    Checks.DNS_LABEL.check(namespace);
                }
            }
            case "Cluster" -> {
                if (namespace.isPresent()) {
                    namespace.forbidden("`parameters.scope` is set to 'Cluster'");
                }
            }
            default -> {
                // Reported already.
            }
        }
    }

    static void checkUpdate(Place object, ObjectTree old) {
        Immutable.check(object.at("spec", "controller"), old.object("spec").get("controller"));
        check(object);
    }
}
