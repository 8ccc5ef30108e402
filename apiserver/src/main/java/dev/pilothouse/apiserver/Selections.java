package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldSelector;
import dev.pilothouse.apiserver.read.Selection;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.apiserver.request.Resolved;
import java.util.List;
import java.util.Optional;

/// Selections that come from the path as well as from the options.
final class Selections {
    private static final String NAME = "metadata.name";

    private Selections() {}

    /// What a watch is about. The deprecated path `/watch/…/NAME` names one object, and a field selector
    /// beside it must name the same.
    static Selection watched(Resolved request, Resource resource, ListOptions options) {
        FieldSelector fields = options.fields();
        String name = request.info().watchPath() ? request.info().name() : "";
        if (!name.isEmpty() && fields.terms().isEmpty()) {
            fields = new FieldSelector(List.of(new FieldSelector.Term(NAME, true, name)));
        }
        Selection selection =
                Selection.of(request.info().namespace(), options.labels(), fields, resource.strategy());
        if (!name.isEmpty() && !exactName(fields).equals(Optional.of(name))) {
            throw ApiError.badRequest("fieldSelector metadata.name doesn't match requested name");
        }
        return selection;
    }

    private static Optional<String> exactName(FieldSelector fields) {
        return fields.terms().stream()
                .filter(term -> term.field().equals(NAME) && term.equal())
                .map(FieldSelector.Term::value)
                .findFirst();
    }
}
