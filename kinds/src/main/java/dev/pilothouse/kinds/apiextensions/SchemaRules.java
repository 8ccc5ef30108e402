package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rules for a version's schema.
final class SchemaRules {
    private static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "object", "string");

    private static final Set<String> ENVELOPE = Set.of("metadata", "kind", "apiVersion");

    /// What the root may say where `status` is taken out of it to be judged alone.
    private static final List<String> AT_ROOT = List.of(
            "Description",
            "Type",
            "Format",
            "Title",
            "Maximum",
            "ExclusiveMaximum",
            "Minimum",
            "ExclusiveMinimum",
            "MaxLength",
            "MinLength",
            "Pattern",
            "MaxItems",
            "MinItems",
            "UniqueItems",
            "MultipleOf",
            "Required",
            "Items",
            "Properties",
            "ExternalDocs",
            "Example",
            "XPreserveUnknownFields",
            "XValidations");

    private final Requirements required;

    private SchemaRules(Requirements required) {
        this.required = required;
    }

    /// What is known of a node from where it stands.
    ///
    /// @param noDefaults why no default may stand here; empty if one may
    private record Context(boolean root, boolean insideMeta, String noDefaults) {
        Context below() {
            return new Context(false, insideMeta, noDefaults);
        }

        Context withoutDefaults(String why) {
            return new Context(root, insideMeta, why);
        }
    }

    /// @param validation `schema` of a version, or `validation` of all
    static void check(Place validation, boolean hasStatus, Requirements required) {
        Place schema = validation.at("openAPIV3Schema");
        if (!(schema.value() instanceof ObjectTree tree)) {
            return;
        }
        Problems found = new Problems();
        Place place = schema.into(found);
        if (hasStatus) {
            root(place);
        }
        if (tree.bool("nullable")) {
            place.renamed("openAPIV3Schema.nullable").forbidden("nullable cannot be true at the root");
        }
        Optional<String> unsupported = required.structural() ? Unsupported.in(tree) : Optional.empty();
        if (required.structural() && unsupported.isEmpty()) {
            List<FieldError> broken = StructuralRules.of(place);
            found.addAll(
                    broken.isEmpty()
                            ? DefaultRules.of(schema.path(), Structural.of(tree), required.prunedDefaults())
                            : broken);
        }
        boolean structural = required.structural() && unsupported.isEmpty() && found.isEmpty();
        new SchemaRules(required).node(place, new Context(true, false, ""));
        if (structural) {
            ExpressionRules.check(place);
        }
        if (found.isEmpty() && unsupported.isPresent()) {
            place.invalid("", unsupported.get());
        }
        schema.problems().addAll(found.list());
    }

    private static void root(Place schema) {
        for (String field : GoDump.fieldsOf(schema.object())) {
            if (field.equals("Type")) {
                if (!schema.at("type").is("object")) {
                    schema.renamed("openAPIV3Schema.type")
                            .invalid(
                                    schema.at("type").text(),
                                    "only \"object\" is allowed as the type at the root of the schema if the status"
                                            + " subresource is enabled");
                    return;
                }
            } else if (!AT_ROOT.contains(field)) {
                schema.invalidUnshown(GoDump.schema(schema.object()) + ": only [" + String.join(" ", AT_ROOT)
                        + "] fields are allowed at the root of the schema if the status subresource is enabled");
                return;
            }
        }
    }

    private void node(Place schema, Context context) {
        keywords(schema, context);
        if (schema.at("uniqueItems").bool()) {
            schema.at("uniqueItems")
                    .forbidden("uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        Place additional = schema.at("additionalProperties");
        if (additional.isPresent()) {
            boolean closed = additional.value() instanceof ObjectTree || !additional.bool();
            if (!schema.at("properties").isEmpty() && closed) {
                additional.forbidden("additionalProperties and properties are mutual exclusive");
            }
            below(
                    additional,
                    context.insideMeta()
                            ? context.below().withoutDefaults(" inside additionalProperties applying to object metadata")
                            : context.below());
        }
        boolean resource = context.root() || schema.at("x-kubernetes-embedded-resource").bool();
        schema.at("properties").eachKey(property -> node(property, ofProperty(property, context, resource)));
        below(schema.at("not"), context.below());
        for (String field : List.of("allOf", "oneOf", "anyOf")) {
            schema.at(field).each(one -> node(one, context.below()));
        }
        schema.at("definitions").eachKey(one -> node(one, context.below()));
        below(schema.at("items"), context.below());
        schema.at("dependencies").eachKey(one -> below(one, context.below()));
        Place preserve = schema.at("x-kubernetes-preserve-unknown-fields");
        if (preserve.isPresent() && !preserve.bool()) {
            preserve.invalid("must be true or undefined");
        }
        ListRules.check(schema, required);
        RuleRules.check(schema);
    }

    private static Context ofProperty(Place property, Context context, boolean resource) {
        if (!resource || !ENVELOPE.contains(property.name())) {
            return context.below();
        }
        String why = context.root() ? " in top-level " + property.name() : context.noDefaults();
        return new Context(false, true, why);
    }

    private void below(Place schema, Context context) {
        switch (schema.value()) {
            case ObjectTree _ -> node(schema, context);
            case ListTree _ -> schema.each(one -> node(one, context));
            default -> {}
        }
    }

    static boolean hasUnknownType(ObjectTree schema) {
        return !schema.text("type").isEmpty() && !TYPES.contains(schema.text("type"));
    }

    private void keywords(Place schema, Context context) {
        if (required.propertyTypes() && hasUnknownType(schema.object())) {
            schema.at("type").notSupported(TYPES);
        }
        if (schema.at("default").isPresent() && !context.noDefaults().isEmpty()) {
            schema.at("default").forbidden("must not be set" + context.noDefaults());
        }
        for (String field : List.of("id", "additionalItems", "patternProperties", "definitions")) {
            if (!schema.at(field).isEmpty() || field.equals("additionalItems") && schema.at(field).isPresent()) {
                schema.at(field).forbidden(field + " is not supported");
            }
        }
        for (String field : List.of("dependencies", "$ref")) {
            if (schema.at(field).isPresent()) {
                schema.at(field).forbidden(field + " is not supported");
            }
        }
        if (schema.at("type").is("null")) {
            schema.at("type").forbidden("type cannot be set to null, use nullable as an alternative");
        }
        if (!schema.at("items").list().isEmpty()) {
            schema.at("items").forbidden("items must be a schema object and not an array");
        }
        if (context.insideMeta() && schema.at("x-kubernetes-embedded-resource").bool()) {
            schema.at("x-kubernetes-embedded-resource").forbidden("must not be used inside of resource meta");
        }
    }
}
