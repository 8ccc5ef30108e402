package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Place;

/// Rules for selectors of nodes by labels and fields.
public final class NodeSelectors {
    private NodeSelectors() {}

    /// @param anyValue whether values need not be label values
    public static void check(Place selector, boolean anyValue) {
        Place terms = selector.at("nodeSelectorTerms");
        if (terms.isEmpty()) {
            terms.required("must have at least one node selector term");
        } else {
            terms.each(term -> term(term, anyValue));
        }
    }

    static void term(Place term, boolean anyValue) {
        term.at("matchExpressions").each(requirement -> labels(requirement, anyValue));
        term.at("matchFields").each(NodeSelectors::fields);
    }

    private static void labels(Place requirement, boolean anyValue) {
        Place values = requirement.at("values");
        switch (requirement.at("operator").text()) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    values.required("must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values.list().size() != 1) {
                    values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default -> requirement.at("operator").invalidText("not a valid selector operator");
        }
        Place key = requirement.at("key");
        key.invalidEach(NameRules.qualifiedName(key.text()));
        if (!anyValue) {
            values.each(value -> value.invalidEach(NameRules.labelValue(value.text())));
        }
    }

    private static void fields(Place requirement) {
        Place values = requirement.at("values");
        switch (requirement.at("operator").text()) {
            case "In", "NotIn" -> {
                if (values.list().size() != 1) {
                    values.required(
                            "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
                }
            }
            default -> requirement.at("operator").invalidText("not a valid selector operator");
        }
        Place key = requirement.at("key");
        if (key.is("metadata.name")) {
            values.each(value -> value.invalidEach(NameRules.dns1123Subdomain(value.text())));
        } else {
            key.invalidText("not a valid field selector key");
        }
    }
}
