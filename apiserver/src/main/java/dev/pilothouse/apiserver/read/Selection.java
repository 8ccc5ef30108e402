package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldSelector;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.kinds.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which objects of a resource a request is about: those in a namespace, with labels, with values of fields.
///
/// @param scope where their keys start, below the resource's prefix: `NAMESPACE/`, or empty
public record Selection(String scope, LabelSelector labels, FieldSelector fields, Strategy strategy) {

    /// Refuses fields that the kind can't be selected by.
    public static Selection of(String namespace, LabelSelector labels, FieldSelector fields, Strategy strategy) {
        for (FieldSelector.Term term : fields.terms()) {
            if (!strategy.isSelectable(term.field())) {
                throw ApiError.badRequest(strategy.kind().unselectable(term.field()));
            }
        }
        String scope = !strategy.resource().namespaced()
                ? ""
                : !namespace.isEmpty()
                        ? namespace + "/"
                        : fields.exactly("metadata.namespace").map(n -> n + "/").orElse("");
        return new Selection(scope, labels, fields, strategy);
    }

    public boolean isEverything() {
        return labels.isEverything() && fields.isEverything();
    }

    /// The one object that the selection is about, as the end of its key, if its name says so.
    public Optional<String> single() {
        boolean located = !strategy.resource().namespaced() || !scope.isEmpty();
        return located ? fields.exactly("metadata.name").map(name -> scope + name) : Optional.empty();
    }

    public boolean matches(ObjectTree object) {
        return (labels.isEverything() || labels.matches(object.object("metadata").object("labels")))
                && (fields.isEverything() || fields.matches(field -> strategy.selectable(object, field).asText()));
    }

    /// What indexes could tell of it. All of them must hold, and besides them what no index can tell.
    List<Index.Lookup> lookups() {
        List<Index.Lookup> lookups = new ArrayList<>();
        for (LabelSelector.Requirement label : labels.requirements()) {
            switch (label.operator()) {
                case EQUALS, DOUBLE_EQUALS, IN -> lookups.add(new Index.Lookup(byLabel(label.key()), label.values()));
                case EXISTS, GREATER_THAN, LESS_THAN ->
                    lookups.add(new Index.Lookup(byLabel(label.key()), List.of()));
                case NOT_EQUALS, NOT_IN, DOES_NOT_EXIST -> {
                    // nearly all fit
                }
            }
        }
        for (FieldSelector.Term field : fields.terms()) {
            if (field.equal() && !field.field().equals("metadata.namespace")) {
                lookups.add(new Index.Lookup(byField(field.field()), List.of(field.value())));
            }
        }
        return lookups;
    }

    private static Index.By byLabel(String key) {
        return new Index.By(
                "l:" + key,
                object -> object.object("metadata").object("labels").get(key) instanceof TextTree text
                        ? Optional.of(text.asText())
                        : Optional.empty());
    }

    private Index.By byField(String field) {
        return new Index.By(
                "f:" + field,
                object -> Optional.of(strategy.selectable(object, field).asText()));
    }

    @Override
    public String toString() {
        return fields.terms().stream().map(Object::toString).collect(Collectors.joining(",")) + labels;
    }
}
