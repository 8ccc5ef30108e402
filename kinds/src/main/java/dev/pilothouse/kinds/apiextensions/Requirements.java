package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Immutable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is asked of a definition. What a stored one breaks already is not asked when it is updated: rules became
/// stricter over the years, and old definitions must stay changeable.
///
/// @param crowded versions that may keep more selectable fields than are allowed; the empty text is all versions in common
record Requirements(
        boolean knownReview,
        boolean immutableNames,
        boolean openApiSchema,
        boolean propertyTypes,
        boolean structural,
        boolean prunedDefaults,
        boolean atomicSets,
        boolean mapKeys,
        boolean validCaBundle,
        Set<String> crowded) {

    static final int SELECTABLE_LIMIT = 8;

    static final Requirements OF_NEW =
            new Requirements(true, false, true, true, true, true, true, true, false, Set.of());

    static Requirements ofUpdate(ObjectTree definition, ObjectTree old) {
        List<ObjectTree> schemas = old.object("spec").list("versions").objects().stream()
                .map(version -> version.object("schema").object("openAPIV3Schema"))
                .filter(schema -> !schema.isEmpty())
                .toList();
        boolean established = DefinitionStatus.isTrue(old, DefinitionStatus.ESTABLISHED);
        return new Requirements(
                ConversionRules.hasKnownReview(old),
                established,
                old.object("spec").list("versions").objects().stream()
                        .allMatch(version -> version.at("schema", "openAPIV3Schema") instanceof ObjectTree),
                schemas.stream().noneMatch(schema -> SchemaWalk.any(schema, SchemaRules::hasUnknownType)),
                schemas.stream().allMatch(Requirements::isStructural),
                schemas.stream().allMatch(Requirements::hasPrunedDefaults),
                schemas.stream().noneMatch(schema -> SchemaWalk.any(schema, ListRules::isSetOfParts)),
                schemas.stream().noneMatch(schema -> SchemaWalk.any(schema, ListRules::hasLooseKeys)),
                established && ConversionRules.hasValidBundle(old),
                crowded(InternalSpec.of(definition.object("spec")), InternalSpec.of(old.object("spec"))));
    }

    Requirements withStructural() {
        return structural
                ? this
                : new Requirements(
                        knownReview,
                        immutableNames,
                        openApiSchema,
                        propertyTypes,
                        true,
                        prunedDefaults,
                        atomicSets,
                        mapKeys,
                        validCaBundle,
                        crowded);
    }

    static boolean isStructural(ObjectTree schema) {
        return Unsupported.in(schema).isEmpty() && StructuralRules.of(schema).isEmpty();
    }

    private static boolean hasPrunedDefaults(ObjectTree schema) {
        return !isStructural(schema) || DefaultRules.arePruned(Structural.of(schema));
    }

    private static Set<String> crowded(ObjectTree spec, ObjectTree old) {
        Set<String> crowded = new HashSet<>();
        crowd("", spec, old, crowded);
        for (ObjectTree version : spec.list("versions").objects()) {
            for (ObjectTree before : old.list("versions").objects()) {
                if (before.text("name").equals(version.text("name"))) {
                    crowd(version.text("name"), version, before, crowded);
                }
            }
        }
        return crowded;
    }

    private static void crowd(String version, ObjectTree now, ObjectTree before, Set<String> crowded) {
        boolean full = before.list("selectableFields").size() > SELECTABLE_LIMIT;
        if (full && Immutable.same(now.get("selectableFields"), before.get("selectableFields"))) {
            crowded.add(version);
        }
    }
}
