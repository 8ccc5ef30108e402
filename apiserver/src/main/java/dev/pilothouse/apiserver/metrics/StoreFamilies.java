package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.gauge;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;

/// The families of the cluster store, whichever it is: what upstream tells of its etcd is told of the store that stands in its place.
public final class StoreFamilies {
    private static final String[] RESOURCE = {"group", "resource"};
    private static final String[] OPERATION = {"group", "operation", "resource"};

    public static final Family DURATION = histogram(
            "etcd_request_duration_seconds",
            "How long the store took, by what it was asked to do and the resource, in seconds.",
            new double[] {
                0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
            },
            OPERATION);
    public static final Family REQUESTS = counter(
            "etcd_requests_total", "What the store was asked to do, by resource.", OPERATION);
    public static final Family ERRORS = counter(
            "etcd_request_errors_total", "What the store was asked to do and failed at, by resource.", OPERATION);
    public static final Family LEASE_OBJECTS = histogram(
            "etcd_lease_object_counts",
            "How many objects shared a lease when the next one was taken.",
            new double[] {10, 50, 100, 500, 1000, 2500, 5000});
    public static final Family SIZE = gauge(
                    "apiserver_storage_size_bytes", "Room that the store takes, in bytes.", "storage_cluster_id")
            .stable();
    public static final Family OBJECT_SIZES = gauge(
            "apiserver_resource_size_estimate_bytes",
            "What all stored objects of a resource may take in bytes: as many as there are, each as large as those were on average that"
                    + " have been seen.",
            RESOURCE);
    public static final Family LISTS = counter(
            "apiserver_storage_list_total", "How often all objects of a resource were read from the store.", RESOURCE);
    public static final Family LIST_FETCHED = counter(
            "apiserver_storage_list_fetched_objects_total", "Objects that were read from the store with all of their resource.", RESOURCE);
    public static final Family LIST_EVALUATED = counter(
            "apiserver_storage_list_evaluated_objects_total",
            "Objects that were looked at after they were read with all of their resource.",
            RESOURCE);
    public static final Family LIST_RETURNED = counter(
            "apiserver_storage_list_returned_objects_total", "Objects that such a reading answered.", RESOURCE);

    private StoreFamilies() {}

    public static List<Family> all() {
        return List.of(
                DURATION, REQUESTS, ERRORS, LEASE_OBJECTS, SIZE, OBJECT_SIZES, LISTS, LIST_FETCHED, LIST_EVALUATED, LIST_RETURNED);
    }
}
