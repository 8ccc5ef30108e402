package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.gauge;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;

/// The families of watch caches: what they hear, what they answer, how far they are.
public final class CacheFamilies {
    private static final String[] RESOURCE = {"group", "resource"};

    public static final Family RECEIVED = counter(
            "apiserver_watch_cache_events_received_total", "Changes that the cache was told of.", RESOURCE);
    public static final Family DISPATCHED = counter(
            "apiserver_watch_cache_events_dispatched_total", "Changes that were offered to those who watch.", RESOURCE);
    public static final Family INITIALIZATIONS = counter(
            "apiserver_watch_cache_initializations_total", "How often all objects were read anew.", RESOURCE);
    public static final Family REVISION = gauge(
            "apiserver_watch_cache_resource_version", "The resource version that the cache has reached.", RESOURCE);
    public static final Family CAPACITY =
            gauge("watch_cache_capacity", "Changes that a watch can start behind.", RESOURCE);
    public static final Family STORE_EVENTS = counter(
            "apiserver_storage_events_received_total", "Changes that the store told of.", RESOURCE);
    public static final Family INIT_EVENTS =
            counter("apiserver_init_events_total", "Objects and changes that watches began with.", RESOURCE);
    public static final Family TERMINATED = counter(
            "apiserver_terminated_watchers_total", "Watches that were ended because their clients were too slow.", RESOURCE);
    public static final Family CONSISTENT = counter(
            "apiserver_watch_cache_consistent_read_total",
            "Reads of what was the newest when they came, by whether the cache got there in time.",
            "fallback", "group", "resource", "success");
    public static final Family READ_WAIT = histogram(
            "apiserver_watch_cache_read_wait_seconds",
            "How long reads waited for the cache to get where they wanted it, in seconds.",
            new double[] {0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3},
            RESOURCE);
    public static final Family LISTS = counter(
            "apiserver_cache_list_total", "Lists that were answered from the cache, by the index that helped.", "group", "index", "resource");
    public static final Family LIST_FETCHED = counter(
            "apiserver_cache_list_fetched_objects_total",
            "Objects that were looked at for such lists, by the index that helped.",
            "group", "index", "resource");
    public static final Family LIST_RETURNED = counter(
            "apiserver_cache_list_returned_objects_total", "Objects on such lists.", RESOURCE);

    private CacheFamilies() {}

    public static List<Family> all() {
        return List.of(
                RECEIVED, DISPATCHED, INITIALIZATIONS, REVISION, CAPACITY, STORE_EVENTS, INIT_EVENTS, TERMINATED, CONSISTENT, READ_WAIT, LISTS,
                LIST_FETCHED, LIST_RETURNED);
    }
}
