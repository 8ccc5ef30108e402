package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.FieldSelector;
import dev.pilothouse.apiserver.read.Selection;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.apiserver.request.Resolved;
import java.util.ArrayList;
import java.util.List;

/// Selections that come from the path as well as from the options.
final class Selections {
    private Selections() {}

    /// What a watch is about. The deprecated path `/watch/…/NAME` names one object.
    static Selection watched(Resolved request, Resource resource, ListOptions options) {
        FieldSelector fields = options.fields();
        if (request.info().watchPath() && !request.info().name().isEmpty()) {
            List<FieldSelector.Term> terms = new ArrayList<>(fields.terms());
            terms.add(new FieldSelector.Term("metadata.name", true, request.info().name()));
            fields = new FieldSelector(terms);
        }
        return Selection.of(request.info().namespace(), options.labels(), fields, resource.strategy());
    }
}
