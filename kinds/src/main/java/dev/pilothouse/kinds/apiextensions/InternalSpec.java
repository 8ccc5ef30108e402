package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Immutable;
import java.util.ArrayList;
import java.util.List;

/// A definition's `spec` in the form that upstream judges and that messages show: what all versions have in common stands
/// above them, and a webhook's client stands beside the strategy.
final class InternalSpec {
    private InternalSpec() {}

    static ObjectTree of(ObjectTree spec) {
        ObjectTree result = conversion(spec);
        List<ObjectTree> versions = spec.list("versions").objects();
        if (versions.isEmpty()) {
            return result;
        }
        result = result.with("version", versions.getFirst().text("name"));
        for (String field : List.of("subresources", "schema", "additionalPrinterColumns", "selectableFields")) {
            Tree first = versions.getFirst().get(field);
            // Fields are selected by what their schema says: they rise only with it.
            boolean rises = !field.equals("selectableFields") || !versions.getFirst().has("schema");
            if (rises && versions.stream().allMatch(version -> same(version.get(field), first))) {
                result = result.with(field.equals("schema") ? "validation" : field, first.isNull() ? NullTree.ABSENT : first);
                versions = without(versions, field);
            }
        }
        return result.with("versions", ListTree.of(versions));
    }

    private static boolean same(Tree a, Tree b) {
        return a instanceof ObjectTree || b instanceof ObjectTree ? a.equals(b) : Immutable.same(a, b);
    }

    private static List<ObjectTree> without(List<ObjectTree> versions, String field) {
        List<ObjectTree> rest = new ArrayList<>(versions.size());
        versions.forEach(version -> rest.add(version.without(field)));
        return rest;
    }

    private static ObjectTree conversion(ObjectTree spec) {
        if (!(spec.get("conversion") instanceof ObjectTree conversion)) {
            return spec;
        }
        ObjectTree webhook = conversion.object("webhook");
        return spec.with(
                "conversion",
                conversion
                        .without("webhook")
                        .with("webhookClientConfig", orAbsent(webhook.get("clientConfig")))
                        .with("conversionReviewVersions", orAbsent(webhook.get("conversionReviewVersions"))));
    }

    private static Tree orAbsent(Tree value) {
        return value.isNull() ? NullTree.ABSENT : value;
    }
}
