package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.apiserver.metrics.CacheFamilies;
import dev.pilothouse.apiserver.metrics.StoreFamilies;
import dev.pilothouse.api.metrics.Distribution;
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
        sink.value(CacheFamilies.STORE_EVENTS, received, labels);
        sink.value(CacheFamilies.RECEIVED, received, labels);
        sink.value(CacheFamilies.DISPATCHED, sum(caches, CacheCounts::dispatched), labels);
        sink.value(CacheFamilies.INITIALIZATIONS, sum(caches, CacheCounts::initializations), labels);
        sink.value(CacheFamilies.INIT_EVENTS, sum(caches, CacheCounts::initialEvents), labels);
        sink.value(
                CacheFamilies.REVISION,
                caches.stream().mapToLong(cache -> cache.newest().revision()).max().orElse(0),
                labels);
        sink.value(CacheFamilies.CAPACITY, ResourceCache.capacity(), labels);
        sink.value(CacheFamilies.TERMINATED, sum(caches, CacheCounts::terminated), labels);
        sink.distribution(
                CacheFamilies.READ_WAIT,
                Distribution.of(caches.stream().map(cache -> cache.counts().waits()).toList()),
                labels);
        tellReads(sink, caches, labels[0], labels[1]);
        tellStored(sink, caches, labels);
    }

    private static void tellReads(Sink sink, List<ResourceCache> caches, String group, String resource) {
        sink.value(CacheFamilies.CONSISTENT, sum(caches, CacheCounts::consistent), "false", group, resource, "true");
        long behind = sum(caches, CacheCounts::behind);
        if (behind > 0) {
            sink.value(CacheFamilies.CONSISTENT, behind, "false", group, resource, "false");
        }
        Map<String, List<CacheCounts.Lists>> lists = caches.stream()
                .flatMap(cache -> cache.counts().lists().entrySet().stream())
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        lists.forEach((index, all) -> {
            sink.value(CacheFamilies.LISTS, all.stream().mapToLong(one -> one.count().sum()).sum(), group, index, resource);
            sink.value(CacheFamilies.LIST_FETCHED, all.stream().mapToLong(one -> one.fetched().sum()).sum(), group, index, resource);
        });
        sink.value(CacheFamilies.LIST_RETURNED, sum(caches, CacheCounts::listed), group, resource);
    }

    /// What the store answered is taken over whole: each object that was read was looked at, and is answered.
    private static void tellStored(Sink sink, List<ResourceCache> caches, String... labels) {
        sink.value(StoreFamilies.LISTS, sum(caches, CacheCounts::readings), labels);
        long read = sum(caches, CacheCounts::read);
        sink.value(StoreFamilies.LIST_FETCHED, read, labels);
        sink.value(StoreFamilies.LIST_EVALUATED, read, labels);
        sink.value(StoreFamilies.LIST_RETURNED, read, labels);
        long sized = sum(caches, CacheCounts::sized);
        double average = sized == 0 ? 0 : sum(caches, CacheCounts::bytes) / (double) sized;
        sink.value(
                StoreFamilies.OBJECT_SIZES,
                Math.rint(average * caches.stream().mapToLong(ResourceCache::size).max().orElse(0)),
                labels);
    }

    private static long sum(List<ResourceCache> caches, Function<CacheCounts, LongAdder> which) {
        return caches.stream().mapToLong(cache -> which.apply(cache.counts()).sum()).sum();
    }
}
