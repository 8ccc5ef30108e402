package dev.pilothouse.kinds.apiregistration;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.Base64;
import java.util.List;

/// Rules for where a group version is served.
final class ApiServiceRules {
    private static final Check GROUP_PRIORITY = priority(20_000);
    private static final Check VERSION_PRIORITY = priority(1_000);

    private ApiServiceRules() {}

    static void check(Place spec) {
        Place group = spec.at("group");
        if (!group.isEmpty()) {
            group.check(Checks.DNS_SUBDOMAIN);
        } else if (!spec.at("version").is("v1")) {
            group.required("only v1 may have an empty group and it better be legacy kube");
        }
        Place version = spec.at("version");
        version.invalidEach(version.text(), NameRules.dns1035Label(version.text()));
        spec.at("groupPriorityMinimum").check(GROUP_PRIORITY);
        spec.at("versionPriority").check(VERSION_PRIORITY);
        if (spec.at("service").isAbsent()) {
            here(spec);
        } else {
            elsewhere(spec, spec.at("service"));
        }
    }

    private static Check priority(long most) {
        return place -> {
            if (place.number() <= 0 || place.number() > most) {
                place.invalidNumber("must be positive and less than " + most);
            }
        };
    }

    /// What the API server serves itself needs no connection.
    private static void here(Place spec) {
        Place bundle = spec.at("caBundle");
        if (!bundle.isEmpty()) {
            int length = Base64.getDecoder().decode(bundle.text()).length;
            bundle.invalid(length + " bytes", "local APIServices may not have a caBundle");
        }
        if (spec.at("insecureSkipTLSVerify").bool()) {
            spec.at("insecureSkipTLSVerify").invalid("local APIServices may not have insecureSkipTLSVerify");
        }
    }

    private static void elsewhere(Place spec, Place service) {
        service.at("namespace").check(Checks.REQUIRED);
        service.at("name").check(Checks.REQUIRED);
        List<String> wrong = NameRules.portNumber(service.at("port").number());
        if (!wrong.isEmpty()) {
            service.at("port").invalidNumber("port is not valid: " + String.join(",", wrong));
        }
        if (spec.at("insecureSkipTLSVerify").bool() && !spec.at("caBundle").isEmpty()) {
            spec.at("insecureSkipTLSVerify").invalid("may not be true if caBundle is present");
        }
    }
}
