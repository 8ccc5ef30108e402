package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Rules for storage classes.
final class StorageClassRules {
    private static final int PARAMETERS_LIMIT = 512;
    private static final int PARAMETERS_SIZE_LIMIT = 256 * 1024;
    private static final Check RECLAIM = Checks.nonEmpty(Checks.oneOf("Delete", "Retain"));
    private static final Check BINDING = Checks.oneOf("Immediate", "WaitForFirstConsumer");

    private StorageClassRules() {}

    static void check(Place object) {
        provisioner(object.at("provisioner"));
        parameters(object.at("parameters"));
        RECLAIM.check(object.at("reclaimPolicy"));
        Place binding = object.at("volumeBindingMode");
        if (binding.isAbsent()) {
            binding.required("");
        } else {
            BINDING.check(binding);
        }
        topologies(object.at("allowedTopologies"));
    }

    static void provisioner(Place provisioner) {
        if (provisioner.isEmpty()) {
            provisioner.required("");
        } else {
            String name = provisioner.text().toLowerCase(Locale.ROOT);
            provisioner.invalidEach(name, NameRules.qualifiedName(name));
        }
    }

    static void parameters(Place parameters) {
        if (parameters.object().size() > PARAMETERS_LIMIT) {
            parameters.tooLong(PARAMETERS_LIMIT);
            return;
        }
        long size = 0;
        for (ObjectTree.Cursor c = parameters.object().cursor(); c.next(); ) {
            if (c.name().isEmpty()) {
                parameters.invalid("", "field can not be empty.");
            }
            size += c.name().length() + (long) c.value().asText().length();
        }
        if (size > PARAMETERS_SIZE_LIMIT) {
            parameters.tooLong(PARAMETERS_SIZE_LIMIT);
        }
    }

    /// No two terms are the same; one without requirements is like one that isn't there.
    private static void topologies(Place terms) {
        Set<Map<String, Set<String>>> seen = new HashSet<>();
        seen.add(Map.of());
        terms.each(term -> {
            Map<String, Set<String>> values = new HashMap<>();
            term.at("matchLabelExpressions").each(requirement -> requirement(requirement, values));
            if (!seen.add(values)) {
                term.at("matchLabelExpressions").duplicate("");
            }
        });
    }

    private static void requirement(Place requirement, Map<String, Set<String>> terms) {
        Place key = requirement.at("key");
        Set<String> values = new HashSet<>();
        requirement.at("values").check(Checks.REQUIRED);
        requirement.at("values").each(value -> {
            if (!values.add(value.text())) {
                value.duplicate();
            }
        });
        Checks.QUALIFIED_NAME.check(key);
        if (terms.putIfAbsent(key.text(), values) != null) {
            key.duplicate();
        }
    }

    static void checkUpdate(Place object, ObjectTree old) {
        check(object);
        Immutable.check(object, old, "parameters", "provisioner", "reclaimPolicy", "volumeBindingMode");
    }
}
