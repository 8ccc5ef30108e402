package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.read.CacheCounts;
import dev.pilothouse.apiserver.read.ResourceCache;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the watch caches count, by resource: a resource that is served in several versions has a cache for each.
///
/// @param resources those that somebody has asked for
record CacheFigures(Collection<Resource> resources) implements Source {
    @Override
    public void tell(Sink sink) {
        Map<GroupResource, List<ResourceCache>> caches = resources.stream()
                .collect(Collectors.groupingBy(
                        Resource::name, Collectors.mapping(Resource::cache, Collectors.toList())));
        caches.forEach((name, all) -> tell(sink, all, name.group(), name.resource()));
    }

    private static void tell(Sink sink, List<ResourceCache> caches, String... labels) {
        long received = sum(caches, CacheCounts::received);
        sink.value(Families.STORE_EVENTS, received, labels);
        sink.value(Families.CACHE_RECEIVED, received, labels);
        sink.value(Families.CACHE_DISPATCHED, sum(caches, CacheCounts::dispatched), labels);
        sink.value(Families.CACHE_INITIALIZATIONS, sum(caches, CacheCounts::initializations), labels);
        sink.value(Families.INIT_EVENTS, sum(caches, CacheCounts::initialEvents), labels);
        sink.value(
                Families.CACHE_REVISION,
                caches.stream().mapToLong(cache -> cache.newest().revision()).max().orElse(0),
                labels);
        sink.value(Families.CACHE_CAPACITY, ResourceCache.capacity(), labels);
    }

    private static long sum(List<ResourceCache> caches, Function<CacheCounts, LongAdder> which) {
        return caches.stream().mapToLong(cache -> which.apply(cache.counts()).sum()).sum();
    }
}
