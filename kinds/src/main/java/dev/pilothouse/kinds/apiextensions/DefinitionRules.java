package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for whole definitions.
final class DefinitionRules {
    private static final List<String> SCOPES = List.of("Cluster", "Namespaced");

    private DefinitionRules() {}

    /// A definition is named by what it defines.
    static List<String> name(ObjectTree definition, String name) {
        List<String> broken = new ArrayList<>(NameRules.dns1123Subdomain(name));
        ObjectTree spec = definition.object("spec");
        if (!name.equals(spec.object("names").text("plural") + "." + spec.text("group"))) {
            broken.add("must be spec.names.plural+\".\"+spec.group");
        }
        return broken;
    }

    static void create(Place definition) {
        spec(internal(definition), Requirements.OF_NEW);
        rest(definition, ObjectTree.EMPTY);
    }

    static void update(Place definition, ObjectTree old) {
        Requirements required = Requirements.ofUpdate(definition.object(), old);
        Place spec = internal(definition);
        spec(spec, required);
        ObjectTree before = old.object("spec");
        if (required.immutableNames()) {
            Immutable.check(spec.at("scope"), before.get("scope"));
            Immutable.check(spec.at("names", "kind"), before.at("names", "kind"));
        }
        Immutable.check(spec.at("group"), before.get("group"));
        Immutable.check(spec.at("names", "plural"), before.at("names", "plural"));
        rest(definition, old);
    }

    static void status(Place definition) {
        NamesRules.check(definition.at("status", "acceptedNames"));
    }

    private static Place internal(Place definition) {
        return definition.at("spec").with(InternalSpec.of(definition.object().object("spec")));
    }

    private static void rest(Place definition, ObjectTree old) {
        status(definition);
        storedVersions(definition);
        ApprovalRules.check(definition, old);
        Place preserve = definition.at("spec", "preserveUnknownFields");
        if (preserve.bool() && !old.object("spec").bool("preserveUnknownFields")) {
            preserve.invalid("cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                    + " spec.versions[*].schema instead");
        }
    }

    private static void storedVersions(Place definition) {
        Place stored = definition.at("status", "storedVersions");
        if (stored.isEmpty()) {
            stored.invalid("must have at least one stored version");
            return;
        }
        List<String> gone = new ArrayList<>(stored.list().texts());
        for (ObjectTree version : definition.at("spec", "versions").list().objects()) {
            String name = version.text("name");
            if (version.bool("storage") && !stored.list().texts().contains(name)) {
                stored.invalid("must have the storage version " + name);
            }
            gone.removeIf(name::equals);
        }
        stored.each(one -> {
            if (gone.contains(one.text())) {
                String name = one.text();
                one.invalid("missing from spec.versions; " + name + " was previously a storage version, and must remain"
                        + " in spec.versions until a storage migration ensures no data remains persisted in " + name
                        + " and removes " + name + " from status.storedVersions");
            }
        });
    }

    private static void spec(Place spec, Requirements asked) {
        group(spec.at("group"));
        Place scope = spec.at("scope");
        if (scope.isEmpty()) {
            scope.required("");
        } else if (!SCOPES.contains(scope.text())) {
            scope.notSupported(SCOPES);
        }
        Requirements required = schemas(spec, asked);
        versions(spec, required);
        NamesRules.REQUIRED.check(spec.at("names"));
        NamesRules.check(spec.at("names"));
        Place validation = spec.at("validation");
        SchemaRules.check(validation, hasAnyStatus(spec.object()), required);
        VersionRules.subresources(spec.at("subresources"));
        spec.at("additionalPrinterColumns").each(VersionRules::column);
        Place selectable = spec.at("selectableFields");
        if (!selectable.isEmpty()) {
            if (validation.isAbsent()) {
                selectable.invalid("", "may only be set when validations.schema is included");
            } else {
                VersionRules.selectable(
                        selectable,
                        validation.at("openAPIV3Schema").object(),
                        required.crowded().contains(""));
            }
        }
        Place strategy = spec.at("conversion", "strategy");
        boolean converts = spec.at("conversion").isPresent() && !strategy.is("None");
        if (converts && spec.at("preserveUnknownFields").bool()) {
            strategy.invalidText("must be None if spec.preserveUnknownFields is true");
        }
        ConversionRules.check(spec.at("conversion"), required);
    }

    private static void group(Place group) {
        if (group.isEmpty()) {
            group.required("");
            return;
        }
        List<String> broken = NameRules.dns1123Subdomain(group.text());
        if (!broken.isEmpty()) {
            group.invalid(String.join(",", broken));
        } else if (!group.text().contains(".")) {
            group.invalid("should be a domain with at least one dot");
        }
    }

    /// Whether there are schemas where there must be, and whether they must be structural.
    private static Requirements schemas(Place spec, Requirements required) {
        boolean preserves = spec.at("preserveUnknownFields").bool();
        Requirements result = preserves ? required : required.withStructural();
        boolean common = spec.at("validation", "openAPIV3Schema").value() instanceof ObjectTree;
        if (!common && (required.openApiSchema() || !preserves)) {
            spec.at("versions").each(version -> {
                Place schema = version.at("schema", "openAPIV3Schema");
                boolean asked = required.openApiSchema() || version.at("served").bool();
                if (asked && !(schema.value() instanceof ObjectTree)) {
                    schema.required(required.openApiSchema() ? "" : "because otherwise all fields are pruned");
                }
            });
        }
        if (has(spec.object(), schema -> schema.has("default") && !schema.get("default").isNull())) {
            result = result.withStructural();
            if (preserves) {
                spec.at("preserveUnknownFields").invalid("must be false in order to use defaults in the schema");
            }
        }
        return has(spec.object(), DefinitionRules::isExtended) ? result.withStructural() : result;
    }

    private static boolean isExtended(ObjectTree schema) {
        return schema.bool("x-kubernetes-embedded-resource")
                || !schema.get("x-kubernetes-preserve-unknown-fields").isNull()
                || schema.bool("x-kubernetes-int-or-string")
                || !schema.list("x-kubernetes-list-map-keys").isEmpty()
                || !schema.get("x-kubernetes-list-type").isNull()
                || !schema.list("x-kubernetes-validations").isEmpty();
    }

    private static boolean has(ObjectTree spec, java.util.function.Predicate<ObjectTree> condition) {
        return SchemaWalk.any(spec.object("validation").object("openAPIV3Schema"), condition)
                || spec.list("versions").objects().stream()
                        .anyMatch(version ->
                                SchemaWalk.any(version.object("schema").object("openAPIV3Schema"), condition));
    }

    private static void versions(Place spec, Requirements required) {
        Place versions = spec.at("versions");
        Set<String> names = new HashSet<>();
        int[] storage = {0};
        boolean perVersion = versions.list().objects().stream().anyMatch(version -> version.has("subresources"));
        versions.each(version -> {
            storage[0] += version.at("storage").bool() ? 1 : 0;
            names.add(version.at("name").text());
            NamesRules.anyLabel(version.at("name"));
            ObjectTree subresources = perVersion
                    ? version.at("subresources").object()
                    : spec.at("subresources").object();
            VersionRules.check(version, hasStatus(subresources), required);
        });
        if (names.size() < versions.list().size()) {
            shown(versions, "must contain unique version names");
        }
        if (storage[0] != 1) {
            shown(versions, "must have exactly one version marked as storage version");
        }
        Place version = spec.at("version");
        if (!version.isEmpty()) {
            NamesRules.anyLabel(version);
        }
    }

    private static void shown(Place versions, String detail) {
        versions.invalidUnshown(GoDump.versions(versions.value()) + ": " + detail);
    }

    private static boolean hasStatus(ObjectTree subresources) {
        return subresources.get("status") instanceof ObjectTree;
    }

    private static boolean hasAnyStatus(ObjectTree spec) {
        ListTree versions = spec.list("versions");
        return hasStatus(spec.object("subresources"))
                || versions.objects().stream().anyMatch(version -> hasStatus(version.object("subresources")));
    }
}
