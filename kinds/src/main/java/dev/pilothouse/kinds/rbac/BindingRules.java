package dev.pilothouse.kinds.rbac;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for role bindings of both scopes.
final class BindingRules {
    private static final List<String> GROUP = List.of(Bindings.GROUP);
    private static final List<String> SUBJECTS = List.of("ServiceAccount", "User", "Group");
    private static final Check ROLE_NAME = Checks.required("", Checks.syntax(NameRules::pathSegment));

    private BindingRules() {}

    /// @param roles the kinds of roles that can be bound
    static void check(Place binding, boolean namespaced, List<String> roles) {
        Place role = binding.at("roleRef");
        oneOf(role.at("apiGroup"), GROUP);
        oneOf(role.at("kind"), roles);
        role.at("name").check(ROLE_NAME);
        binding.at("subjects").each(subject -> subject(subject, namespaced));
    }

    static void checkUpdate(Place binding, ObjectTree old, boolean namespaced, List<String> roles) {
        check(binding, namespaced, roles);
        if (!Immutable.same(binding.at("roleRef").value(), old.get("roleRef"))) {
            binding.at("roleRef").invalid("cannot change roleRef");
        }
    }

    private static void subject(Place subject, boolean namespaced) {
        Place name = subject.at("name");
        name.check(Checks.REQUIRED);
        switch (subject.at("kind").text()) {
            case "ServiceAccount" -> {
                name.check(Checks.nonEmpty(Checks.DNS_SUBDOMAIN));
                oneOf(subject.at("apiGroup"), List.of(""));
                if (!namespaced) {
                    subject.at("namespace").check(Checks.REQUIRED);
                }
            }
            case "User", "Group" -> oneOf(subject.at("apiGroup"), GROUP);
            default -> subject.at("kind").notSupported(SUBJECTS);
        }
    }

    private static void oneOf(Place place, List<String> supported) {
        if (!supported.contains(place.text())) {
            place.notSupported(supported);
        }
    }
}
