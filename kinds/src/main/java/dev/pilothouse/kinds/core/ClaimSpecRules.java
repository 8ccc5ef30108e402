package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.MetaRules;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.core.pod.ResourceRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for the specification of a persistent volume claim.
public final class ClaimSpecRules {
    private static final List<String> TEMPLATE_METADATA = List.of("annotations", "labels");
    private static final Check CLASS_NAME = Checks.nonEmpty(Checks.DNS_SUBDOMAIN);

    private ClaimSpecRules() {}

    /// A template of claims inside a pod: only labels and annotations will be taken over from its metadata.
    public static void checkTemplate(Place template) {
        Place metadata = template.at("metadata");
        MetaRules.annotations(
                metadata.object().object("annotations"),
                metadata.path().child("annotations"),
                metadata.problems());
        MetaRules.labels(
                metadata.object().object("labels"), metadata.path().child("labels"), metadata.problems());
        for (String field : metadata.object().names()) {
            if (!TEMPLATE_METADATA.contains(field) && !metadata.at(field).isEmpty()) {
                metadata.at(field).forbidden("cannot be set");
            }
        }
        check(template.at("spec"));
    }

    public static void check(Place spec) {
        Place modes = spec.at("accessModes");
        if (modes.isEmpty()) {
            modes.required("at least 1 access mode is required");
        }
        Checks.SELECTOR.check(spec.at("selector"));
        AccessModes.check(modes);
        Place storage = spec.at("resources").key("storage").with(spec.at("resources", "requests").object().get("storage"));
        if (storage.isAbsent()) {
            storage.required("");
        } else {
            Quantity size = Quantities.parse(storage.text());
            if (size.sign() <= 0) {
                storage.invalid(size.toString(), "must be greater than zero");
            } else {
                ResourceRules.quantity(storage, "storage");
            }
        }
        CLASS_NAME.check(spec.at("storageClassName"));
        spec.at("volumeMode").check(Checks.optional(Checks.oneOf("Block", "Filesystem")));
        source(spec.at("dataSource"));
        source(spec.at("dataSourceRef"));
        sources(spec);
        CLASS_NAME.check(spec.at("volumeAttributesClassName"));
    }

    private static void source(Place source) {
        if (source.isAbsent()) {
            return;
        }
        Checks.REQUIRED.check(source.at("name"));
        Checks.REQUIRED.check(source.at("kind"));
        String kind = source.at("kind").text();
        if (source.at("apiGroup").isEmpty() && !kind.equals("PersistentVolumeClaim")) {
            source.invalid(kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
        source.at("apiGroup").check(Checks.nonEmpty(Checks.DNS_SUBDOMAIN));
        source.at("namespace").check(Checks.nonEmpty(Checks.DNS_LABEL));
    }

    private static void sources(Place spec) {
        Place source = spec.at("dataSource");
        Place reference = spec.at("dataSourceRef");
        if (!reference.at("namespace").isEmpty()) {
            if (source.isPresent()) {
                spec.invalid(
                        source.path().toString(), "may not be specified when dataSourceRef.namespace is specified");
            }
        } else if (source.isPresent() && reference.isPresent()) {
            for (String field : List.of("apiGroup", "kind", "name")) {
                if (!source.object().get(field).equals(reference.object().get(field))) {
                    spec.invalid(source.path().toString(), "must match dataSourceRef");
                    return;
                }
            }
        }
    }
}
