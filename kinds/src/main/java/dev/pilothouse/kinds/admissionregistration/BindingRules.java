package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.Set;

/// Rules for what puts a policy to work.
final class BindingRules {
    private static final Check ACTION = Checks.oneOf("Audit", "Deny", "Warn");
    private static final Check NOT_FOUND = Checks.required("", Checks.oneOfInOrder("Deny", "Allow"));
    private static final String EITHER = "name and selector are mutually exclusive";
    private static final String TWICE = "must not contain both Deny and Warn (repeating the same validation failure"
            + " information in the API response and headers serves no purpose)";

    private BindingRules() {}

    /// @param match judges `matchResources`
    static void check(Place spec, Check match) {
        Checks.required("", Checks.DNS_SUBDOMAIN).check(spec.at("policyName"));
        Place parameters = spec.at("paramRef");
        if (parameters.isPresent()) {
            paramRef(parameters);
        }
        match.check(spec.at("matchResources"));
    }

    static void actions(Place actions) {
        Set<String> seen = new HashSet<>();
        actions.each(action -> {
            ACTION.check(action);
            if (!seen.add(action.text())) {
                action.duplicate();
            }
        });
        if (seen.contains("Deny") && seen.contains("Warn")) {
            actions.invalid(TWICE);
        }
        if (seen.isEmpty()) {
            actions.required("at least one validation action is required");
        }
    }

    private static void paramRef(Place reference) {
        Place name = reference.at("name");
        Place selector = reference.at("selector");
        if (!name.isEmpty()) {
            name.invalidEach(NameRules.pathSegment(name.text()));
            if (selector.isPresent()) {
                name.forbidden(EITHER);
            }
        }
        if (selector.isPresent()) {
            Checks.SELECTOR.check(selector);
            if (!name.isEmpty()) {
                selector.forbidden(EITHER);
            }
        }
        if (name.isEmpty() && selector.isAbsent()) {
            reference.required("one of name or selector must be specified");
        }
        NOT_FOUND.check(reference.at("parameterNotFoundAction"));
    }
}
