package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.api.meta.GroupResource;
import java.util.Map;
import java.util.function.Supplier;

/// How many objects there are of each resource.
///
/// @param sizes asked at each scrape
public record ObjectFigures(Supplier<Map<GroupResource, Integer>> sizes) implements Source {
    @Override
    public void tell(Sink sink) {
        sizes.get().forEach((resource, count) -> {
            sink.value(Families.STORAGE_OBJECTS, count, resource.toString());
            sink.value(Families.RESOURCE_OBJECTS, count, resource.group(), resource.resource());
        });
    }
}
