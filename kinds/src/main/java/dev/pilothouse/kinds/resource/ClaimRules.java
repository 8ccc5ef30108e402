package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for what a claim asks for, in a claim and in a template of claims.
final class ClaimRules {
    static final int REQUESTS_LIMIT = 32;
    static final int CONFIGS_LIMIT = 32;
    private static final int CONSTRAINTS_LIMIT = 32;
    private static final int ALTERNATIVES_LIMIT = 8;
    private static final int TOLERATIONS_LIMIT = 16;
    private static final List<String> MODES = List.of("All", "ExactCount");
    private static final String ONE_OF = "exactly one of `exactly` or `firstAvailable` is required";

    private ClaimRules() {}

    /// @param kept whether the expressions stood in the old object, where they were sound
    static void check(Place spec, boolean kept) {
        Place devices = spec.at("devices");
        RequestNames names = RequestNames.of(devices.object());
        Bounded.setBy("name", devices.at("requests"), REQUESTS_LIMIT, request -> request(request, kept));
        Bounded.list(devices.at("constraints"), CONSTRAINTS_LIMIT, constraint -> constraint(constraint, names));
        Bounded.list(devices.at("config"), CONFIGS_LIMIT, config -> {
            names(config.at("requests"), names);
            ConfigurationRules.check(config, kept);
        });
    }

    /// A list of references to requests of the claim.
    static void names(Place list, RequestNames names) {
        Bounded.set(list, REQUESTS_LIMIT, names::check);
    }

    private static void request(Place request, boolean kept) {
        Checks.DNS_LABEL.check(request.at("name"));
        boolean exact = request.at("exactly").isPresent();
        ListTree alternatives = request.object().list("firstAvailable");
        if (exact && !alternatives.isEmpty()) {
            request.invalid(NullTree.NULL, ONE_OF + ", but multiple fields are set");
        } else if (exact) {
            devices(request.at("exactly"), kept);
        } else if (alternatives.isEmpty()) {
            request.required(ONE_OF);
        } else {
            Bounded.setBy("name", request.at("firstAvailable"), ALTERNATIVES_LIMIT, alternative -> {
                Checks.DNS_LABEL.check(alternative.at("name"));
                devices(alternative, kept);
            });
        }
    }

    private static void devices(Place request, boolean kept) {
        DeviceNames.DEVICE_CLASS.check(request.at("deviceClassName"));
        SelectorRules.check(request.at("selectors"), kept);
        Place mode = request.at("allocationMode");
        Place count = request.at("count");
        switch (mode.text()) {
            case "All" -> {
                if (count.number() != 0) {
                    count.invalidNumber("must not be specified when allocationMode is 'All'");
                }
            }
            case "ExactCount" -> {
                if (count.number() <= 0) {
                    count.invalidNumber("must be greater than zero");
                }
            }
            default -> mode.notSupported(MODES);
        }
        Bounded.list(request.at("tolerations"), TOLERATIONS_LIMIT, DeviceTaintRules::toleration);
    }

    private static void constraint(Place constraint, RequestNames names) {
        names(constraint.at("requests"), names);
        Place match = constraint.at("matchAttribute");
        Place distinct = constraint.at("distinctAttribute");
        if (match.isPresent()) {
            DeviceNames.FULLY_QUALIFIED.check(match);
        } else if (distinct.isPresent()) {
            DeviceNames.FULLY_QUALIFIED.check(distinct);
        } else {
            constraint.required("exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple"
                    + " fields are set");
        }
    }

    /// The names by which a claim's requests are known: `request`, or `request/alternative`.
    record RequestNames(ListTree requests) {
        private static final String UNKNOWN =
                "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

        static RequestNames of(ObjectTree devices) {
            return new RequestNames(devices.list("requests"));
        }

        void check(Place reference) {
            String[] parts = reference.text().split("/", -1);
            if (parts.length > 2) {
                reference.invalid(UNKNOWN);
                return;
            }
            Check label = Checks.DNS_LABEL;
            for (String part : parts) {
                label.check(reference.with(Tree.of(part)));
            }
            if (!contains(parts)) {
                reference.invalidText(UNKNOWN);
            }
        }

        private boolean contains(String[] parts) {
            for (ObjectTree request : requests.objects()) {
                if (request.text("name").equals(parts[0])) {
                    return parts.length == 1
                            || request.list("firstAvailable").objects().stream()
                                    .anyMatch(each -> each.text("name").equals(parts[1]));
                }
            }
            return false;
        }
    }
}
