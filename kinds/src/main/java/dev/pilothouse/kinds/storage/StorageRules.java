package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.PersistentVolumeRules;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.core.pod.VolumeSources;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;

/// Rules for attachments, capacities and classes of volumes' attributes.
final class StorageRules {
    private static final String ONE_SOURCE = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

    private StorageRules() {}

    static void attachment(Place attachment) {
        Place spec = attachment.at("spec");
        spec.at("attacher").check(Checks.required("", VolumeSources.CSI_DRIVER));
        Place source = spec.at("source");
        Place inline = source.at("inlineVolumeSpec");
        Place name = source.at("persistentVolumeName");
        if (inline.isAbsent() && name.isAbsent()) {
            source.required(ONE_SOURCE);
        } else if (inline.isPresent() && name.isPresent()) {
            source.forbidden(ONE_SOURCE);
        } else if (inline.isPresent()) {
            PersistentVolumeRules.checkInline(inline);
        } else if (name.isEmpty()) {
            name.required("must specify non empty persistentVolumeName");
        }
        name.check(Checks.optional(Checks.DNS_SUBDOMAIN));
        Checks.DNS_SUBDOMAIN.check(spec.at("nodeName"));
    }

    static void capacity(Place capacity) {
        Checks.DNS_SUBDOMAIN.check(capacity.at("storageClassName"));
        Checks.SELECTOR.check(capacity.at("nodeTopology"));
        // Upstream doesn't ask how large the largest volume may be.
        Place amount = capacity.at("capacity");
        if (amount.isPresent() && Quantities.parse(amount.text()).sign() < 0) {
            amount.invalid("must be greater than or equal to 0");
        }
    }

    static void capacityUpdate(Place capacity, ObjectTree old) {
        capacity(capacity);
        Immutable.check(capacity, old, "nodeTopology", "storageClassName");
    }

    static void attributes(Place attributes) {
        StorageClassRules.provisioner(attributes.at("driverName"));
        Place parameters = attributes.at("parameters");
        parameters.check(Checks.required("must contain at least one key/value pair"));
        StorageClassRules.parameters(parameters);
    }

    static void attributesUpdate(Place attributes, ObjectTree old) {
        Immutable.check(attributes, old, "driverName", "parameters");
    }
}
