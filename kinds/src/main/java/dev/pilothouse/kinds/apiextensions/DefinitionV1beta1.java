package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Conversion;
import dev.pilothouse.kinds.rules.Fill;
import java.util.List;
import java.util.function.UnaryOperator;

/// `apiextensions.k8s.io/v1beta1`, in which upstream stores definitions to this day though nobody can ask for it any more: what
/// all versions have in common stands above them.
public record DefinitionV1beta1() implements Conversion {
    private static final String COLUMNS = "additionalPrinterColumns";

    /// Fields above the versions, and what each is called in a version.
    private static final List<List<String>> COMMON = List.of(
            List.of("subresources", "subresources"),
            List.of("validation", "schema"),
            List.of(COLUMNS, COLUMNS),
            List.of("selectableFields", "selectableFields"));

    @Override
    public ObjectTree toStored(ObjectTree v1) {
        return Fill.under(v1.with("apiVersion", "apiextensions.k8s.io/v1beta1"), "spec", spec -> {
            ObjectTree common = columns(InternalSpec.of(spec), "jsonPath", "JSONPath");
            return each(common, version -> columns(version, "jsonPath", "JSONPath"))
                    .with("preserveUnknownFields", spec.bool("preserveUnknownFields"));
        });
    }

    @Override
    public ObjectTree toServed(ObjectTree v1beta1) {
        return Fill.under(v1beta1.with("apiVersion", "apiextensions.k8s.io/v1"), "spec", stored -> {
            ObjectTree spec = versioned(columns(stored, "JSONPath", "jsonPath"));
            for (List<String> names : COMMON) {
                Tree value = spec.get(names.getFirst());
                if (!value.isNull()) {
                    spec = each(spec, version -> version.with(names.getLast(), value));
                }
                spec = spec.without(names.getFirst());
            }
            spec = each(spec, version -> columns(version, "JSONPath", "jsonPath"));
            // Where nothing was said, this version pruned nothing.
            return conversion(spec.has("preserveUnknownFields") ? spec : spec.with("preserveUnknownFields", true));
        });
    }

    /// A definition from before there could be several versions has the name of its own.
    private static ObjectTree versioned(ObjectTree spec) {
        String only = spec.text("version");
        boolean named = spec.list("versions").isEmpty() && !only.isEmpty();
        ObjectTree version = ObjectTree.builder()
                .put("name", Tree.of(only))
                .build()
                .with("served", true)
                .with("storage", true);
        return (named ? spec.with("versions", ListTree.of(List.of(version))) : spec).without("version");
    }

    private static ObjectTree conversion(ObjectTree spec) {
        if (!(spec.get("conversion") instanceof ObjectTree conversion)) {
            return spec;
        }
        Tree client = conversion.get("webhookClientConfig");
        Tree reviews = conversion.get("conversionReviewVersions");
        ObjectTree webhook = ObjectTree.EMPTY
                .with("clientConfig", client.isNull() ? NullTree.ABSENT : client)
                .with("conversionReviewVersions", reviews.isNull() ? NullTree.ABSENT : reviews);
        return spec.with(
                "conversion",
                conversion
                        .without("webhookClientConfig")
                        .without("conversionReviewVersions")
                        .with("webhook", webhook.isEmpty() ? NullTree.ABSENT : webhook));
    }

    private static ObjectTree columns(ObjectTree owner, String from, String to) {
        return Fill.each(owner, COLUMNS, column -> column.has(from) ? column.without(from).with(to, column.get(from)) : column);
    }

    private static ObjectTree each(ObjectTree spec, UnaryOperator<ObjectTree> change) {
        return Fill.each(spec, "versions", change);
    }
}
