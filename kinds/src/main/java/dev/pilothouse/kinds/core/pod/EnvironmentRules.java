package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Paths;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Rules for a container's environment, and for references to the pod's own fields and resources.
final class EnvironmentRules {
    private static final Check NAME = Checks.syntax(NameRules::environmentName);
    private static final Check OBJECT_NAME =
            Checks.syntax(name -> NameRules.generateName(NameRules::dns1123Subdomain, name));

    private static final Set<String> FIELDS = Set.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    /// Everything that can be asked for by some means, hence is a field at all.
    private static final Set<String> KNOWN = Set.of(
            "metadata.annotations",
            "metadata.labels",
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.serviceAccountName",
            "spec.schedulerName",
            "status.phase",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    private static final List<String> RESOURCES = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");

    private static final Set<String> WHOLE = Set.of(
            "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");
    private static final String WHOLE_ONLY =
            "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the ";

    private EnvironmentRules() {}

    static void variable(Place variable) {
        variable.at("name").check(Checks.required("", NAME));
        Place from = variable.at("valueFrom");
        if (from.isPresent()) {
            source(variable, from);
        }
    }

    private static void source(Place variable, Place from) {
        int found = 0;
        if (from.at("fieldRef").isPresent()) {
            found++;
            fieldReference(from.at("fieldRef"), FIELDS);
        }
        if (from.at("resourceFieldRef").isPresent()) {
            found++;
            resourceReference(from.at("resourceFieldRef"), false);
        }
        for (String keyed : List.of("configMapKeyRef", "secretKeyRef")) {
            if (from.at(keyed).isPresent()) {
                found++;
                key(from.at(keyed));
            }
        }
        if (from.at("fileKeyRef").isPresent()) {
            found++;
            fileKey(from.at("fileKeyRef"));
        }
        if (found == 0) {
            from.invalid(
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or"
                            + " `fileKeyRef`");
        } else if (!variable.at("value").isEmpty()) {
            from.invalid("", "may not be specified when `value` is not empty");
        } else if (found > 1) {
            from.invalid("", "may not have more than one field specified at a time");
        }
    }

    private static void key(Place reference) {
        reference.at("name").invalidEach(NameRules.dns1123Subdomain(reference.at("name").text()));
        reference.at("key").check(Checks.required("", Checks.syntax(NameRules::configKey)));
    }

    private static void fileKey(Place reference) {
        reference.at("key").check(Checks.required("", NAME));
        reference.at("volumeName").check(Checks.required("", Checks.DNS_LABEL));
        reference.at("path").check(Checks.required("", Paths.LOCAL));
    }

    static void fieldReference(Place reference, Set<String> allowed) {
        if (reference.at("apiVersion").isEmpty()) {
            reference.at("apiVersion").required("");
            return;
        }
        Place path = reference.at("fieldPath");
        if (path.isEmpty()) {
            path.required("");
            return;
        }
        String text = path.text();
        int open = text.indexOf("['");
        boolean subscripted = open >= 0 && text.endsWith("']");
        String field = subscripted ? text.substring(0, open) : text;
        if (!reference.at("apiVersion").is("v1")) {
            path.invalid("error converting fieldPath: unsupported pod version: "
                    + reference.at("apiVersion").text());
        } else if (subscripted) {
            String key = text.substring(open + 2, text.length() - 2);
            switch (field) {
                case "metadata.annotations" ->
                    reference.invalidEach(
                            key.toLowerCase(Locale.ROOT), NameRules.qualifiedName(key.toLowerCase(Locale.ROOT)));
                case "metadata.labels" -> reference.invalidEach(key, NameRules.qualifiedName(key));
                default -> path.invalid("error converting fieldPath: field label does not support subscript: " + text);
            }
        } else if (!KNOWN.contains(field)) {
            path.invalid("error converting fieldPath: field label not supported: " + field);
        } else if (!allowed.contains(field)) {
            path.notSupported(allowed.stream().sorted().toList());
        }
    }

    /// @param volume whether it stands in a volume, which must say whose resources it means
    static void resourceReference(Place reference, boolean volume) {
        Place resource = reference.at("resource");
        String name = resource.text();
        boolean huge = name.startsWith("requests.hugepages-") || name.startsWith("limits.hugepages-");
        if (volume && reference.at("containerName").isEmpty()) {
            reference.at("containerName").required("");
        } else if (name.isEmpty()) {
            resource.required("");
        } else if (!RESOURCES.contains(name) && !huge) {
            resource.notSupported(RESOURCES);
        }
        Tree divisor = reference.at("divisor").value();
        if (divisor.isNull() || Quantities.parse(divisor.asText()).isZero()) {
            return;
        }
        String text = Quantities.parse(divisor.asText()).toString();
        Place place = reference.at("divisor");
        switch (name) {
            case "limits.cpu", "requests.cpu" -> {
                if (!text.equals("1m") && !text.equals("1")) {
                    place.invalid(name, "only divisor's values 1m and 1 are supported with the cpu resource");
                }
            }
            case "limits.memory", "requests.memory" -> whole(place, name, text, "memory resource");
            case "limits.ephemeral-storage", "requests.ephemeral-storage" ->
                whole(place, name, text, "local ephemeral storage resource");
            default -> {
                if (huge) {
                    whole(place, name, text, "hugepages resource");
                }
            }
        }
    }

    private static void whole(Place divisor, String resource, String text, String what) {
        if (!WHOLE.contains(text)) {
            divisor.invalid(resource, WHOLE_ONLY + what);
        }
    }

    static void from(Place sources) {
        sources.each(source -> {
            source.at("prefix").check(Checks.nonEmpty(NAME));
            int found = 0;
            for (String field : List.of("configMapRef", "secretRef")) {
                Place reference = source.at(field);
                if (reference.isPresent()) {
                    found++;
                    reference.at("name").check(Checks.required("", OBJECT_NAME));
                }
            }
            if (found == 0) {
                sources.invalid("", "must specify one of: `configMapRef` or `secretRef`");
            } else if (found > 1) {
                sources.invalid("", "may not have more than one field specified at a time");
            }
        });
    }
}
