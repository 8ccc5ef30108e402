package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.gauge;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The table of families that the API server tells of, but for those of its rooms (see the other tables of this package). What of
/// upstream's isn't here has no meaning in this server: there are no goroutines (`go_*`), for instance.
public final class Families {
    private static final double[] SLI = {
        0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
    };
    private static final double[] DURATIONS = {
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
    };
    private static final String[] REQUEST = {
        "component", "group", "resource", "scope", "subresource", "verb", "version"
    };
    private static final String[] RESOURCE = {"group", "resource"};

    // ---- requests

    public static final Family REQUESTS = counter(
                    "apiserver_request_total",
                    "Requests that were answered, by what they asked for and the status of the answer.",
                    "code", "component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version")
            .stable();
    public static final Family REQUEST_DURATION = histogram(
                    "apiserver_request_duration_seconds",
                    "How long answers took, in seconds.",
                    DURATIONS,
                    "component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version")
            .stable();
    public static final Family REQUEST_SLI = histogram(
            "apiserver_request_sli_duration_seconds",
            "How long answers took without the time that the server had to wait for others, in seconds.",
            SLI,
            REQUEST);
    public static final Family RESPONSE_SIZE = histogram(
                    "apiserver_response_sizes",
                    "Sizes of the answers to gets and lists, in bytes.",
                    new double[] {1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9},
                    REQUEST)
            .stable();
    public static final Family BODY_SIZE = histogram(
            "apiserver_request_body_size_bytes",
            "Sizes of what clients sent over the network, in bytes.",
            IntStream.range(0, 31).mapToDouble(step -> 50_000 + 100_000 * step).toArray(),
            "group", "resource", "verb");
    public static final Family FILTER_DURATION = histogram(
            "apiserver_request_filter_duration_seconds",
            "How long requests took on their way through a filter, in seconds.",
            new double[] {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 5, 10, 15, 30},
            "filter");
    public static final Family FIELD_VALIDATION = histogram(
            "field_validation_request_duration_seconds",
            "How long writes took, by how they asked for unknown fields to be treated, in seconds.",
            SLI,
            "field_validation");
    public static final Family LONG_RUNNING = gauge(
                    "apiserver_longrunning_requests", "Requests that go on for as long as their clients like.", REQUEST)
            .stable();
    public static final Family SELF_REQUESTS = counter(
            "apiserver_selfrequest_total",
            "Requests that the server made of itself.",
            "group", "resource", "subresource", "verb");
    public static final Family DEPRECATED = gauge(
                    "apiserver_requested_deprecated_apis",
                    "1 for each deprecated API that somebody asked for, with the release that is to be without it.",
                    "group", "removed_release", "resource", "subresource", "version")
            .stable();
    public static final Family WATCH_LIST = histogram(
            "apiserver_watch_list_duration_seconds",
            "How long it took until a watch had been sent all objects that it began with, in seconds.",
            new double[] {0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 15, 20, 30, 45, 60},
            "group", "resource", "scope", "version");
    public static final Family WATCH_EVENTS = counter(
            "apiserver_watch_events_total", "Events that were sent to watchers.", "group", "resource", "version");
    public static final Family WATCH_EVENT_SIZE = histogram(
            "apiserver_watch_events_sizes",
            "Sizes of the events that were sent to watchers, in bytes.",
            new double[] {1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072},
            "group", "resource", "version");

    // ---- who asks, and whether they may

    private static final double[] DOUBLING = {
        0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192, 16.384
    };
    public static final Family AUTHENTICATED = counter(
            "authenticated_user_requests", "Requests whose author is known, by the few users that are told apart.", "username");
    public static final Family AUTHENTICATIONS = counter(
            "authentication_attempts", "Requests whose author was looked for, by how that went.", "result");
    public static final Family AUTHENTICATION_DURATION = histogram(
            "authentication_duration_seconds", "How long it took to know the author, in seconds.", DOUBLING, "result");
    public static final Family CERTIFICATE_EXPIRATION = histogram(
            "apiserver_client_certificate_expiration_seconds",
            "For how long the certificates are good that requests came with, in seconds.",
            new double[] {
                0, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 345600, 604800, 2.592e6, 7.776e6, 1.5552e7, 3.1104e7
            });
    public static final Family AUTHORIZATIONS = counter(
            "authorization_attempts_total", "Requests that were judged, by the judgement.", "result");
    public static final Family AUTHORIZATION_DURATION = histogram(
            "authorization_duration_seconds", "How long judging took, in seconds.", DOUBLING, "result");
    public static final Family DECISIONS = counter(
            "apiserver_authorization_decisions_total",
            "Judgements that an authorizer came to by itself.",
            "decision", "name", "type");

    // ---- admission

    public static final Family ADMISSION_STEP = histogram(
                    "apiserver_admission_step_admission_duration_seconds",
                    "How long all admission plugins of a step took together, in seconds.",
                    new double[] {0.005, 0.025, 0.1, 0.5, 1, 2.5},
                    "operation", "rejected", "type")
            .stable();

    public static final Family ADMISSION_STEP_RANKS = Family.summary(
            "apiserver_admission_step_admission_duration_seconds_summary",
            "How long all admission plugins of a step took together, by rank among those of the last hours, in seconds.",
            "operation", "rejected", "type");
    public static final Family ADMISSION_CONTROLLER = histogram(
                    "apiserver_admission_controller_admission_duration_seconds",
                    "How long each admission plugin took, in seconds.",
                    new double[] {0.005, 0.025, 0.1, 0.5, 1, 2.5},
                    "name", "operation", "rejected", "type")
            .stable();

    public static final Family TIMES_COMPARED = histogram(
            "apiserver_request_timestamp_comparison_time",
            "How long it took to see whether a write changes more than times, by what was seen, in seconds.",
            new double[] {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 5},
            "code_path");
    public static final Family AGGREGATED = counter(
            "aggregator_discovery_aggregation_count_total", "How often the list of all resources was put together.");

    // ---- objects

    public static final Family STORAGE_OBJECTS = gauge(
                    "apiserver_storage_objects", "Objects that are stored, by resource.", "resource")
            .stable();
    public static final Family RESOURCE_OBJECTS = gauge(
            "apiserver_resource_objects", "Objects that are stored, by group and resource.", RESOURCE);

    // ---- auditing, which this server doesn't do

    public static final Family AUDIT_EVENTS = counter("apiserver_audit_event_total", "Audit events that were written.");
    public static final Family AUDIT_REJECTED = counter(
            "apiserver_audit_requests_rejected_total", "Requests that were refused because they couldn't be audited.");

    // ---- aggregation

    public static final Family UNAVAILABLE = gauge(
            "aggregator_unavailable_apiservice", "1 for each API service that isn't available, 0 for the others.", "name");

    // ---- loops of which one leads

    public static final Family LEADING = gauge(
            "leader_election_master_status", "1 while this process leads, 0 while another may.", "name");

    // ---- the version

    public static final Family BUILD = gauge(
            "kubernetes_build_info",
            "1, with what was built when by what.",
            "build_date", "compiler", "git_commit", "git_tree_state", "git_version", "go_version", "major", "minor", "platform");
    public static final Family VERSIONS = gauge(
            "version_info",
            "1, with the version of the program, the one that it behaves like and the oldest that it agrees with.",
            "binary", "component", "emulation", "min_compat");

    public static final Family FEATURES = gauge(
                    "kubernetes_feature_enabled", "1 for each of upstream's feature gates that is open, 0 for the others.", "name", "stage")
            .beta();

    // ---- metrics of metrics

    public static final Family REGISTERED = counter(
                    "registered_metrics_total",
                    "Families that are told of, by stability.",
                    "deprecated_version", "stability_level")
            .beta();
    public static final Family HIDDEN = counter("hidden_metrics_total", "Families that are hidden because they are deprecated.").beta();
    public static final Family DISABLED = counter("disabled_metrics_total", "Families that were switched off.").beta();
    public static final Family CARDINALITY = counter(
            "cardinality_enforcement_unexpected_categorizations_total",
            "Label values that weren't on the list of those allowed.");

    // ---- health, on a page of its own

    public static final Family HEALTH = gauge(
                    "kubernetes_healthcheck", "The last result of each health check: 1 if it passed.", "name", "type")
            .stable();
    public static final Family HEALTH_TOTAL = counter(
                    "kubernetes_healthchecks_total", "Results of all health checks.", "name", "status", "type")
            .stable();

    // ---- the process, under the names that Prometheus' clients share

    public static final Family CPU = counter(
                    "process_cpu_seconds_total", "Processor time that the process has used, in seconds.")
            .foreign();
    public static final Family OPEN_FILES = gauge("process_open_fds", "File descriptors that are open.").foreign();
    public static final Family MAX_FILES = gauge("process_max_fds", "File descriptors that may be open.").foreign();
    public static final Family RESIDENT = gauge(
                    "process_resident_memory_bytes", "Memory of the process that is in the machine's, in bytes.")
            .foreign();
    public static final Family VIRTUAL = gauge("process_virtual_memory_bytes", "Address space of the process, in bytes.").foreign();
    public static final Family STARTED = gauge(
                    "process_start_time_seconds", "When the process started, in seconds since 1970.")
            .foreign();
    public static final Family THREADS = gauge("jvm_threads_current", "Threads of the operating system's.").foreign();
    public static final Family COLLECTIONS = counter(
                    "jvm_gc_collections_total", "How often memory was collected, by who collects.", "gc")
            .foreign();
    public static final Family COLLECTION_SECONDS = counter(
                    "jvm_gc_collection_seconds_total", "How long that took in all, by who collects, in seconds.", "gc")
            .foreign();
    public static final Family HEAP = gauge("jvm_memory_used_bytes", "Memory that objects use, in bytes.", "area").foreign();

    /// Those of this table that are told on `/metrics`.
    private static final List<Family> OWN = List.of(
            REQUESTS, REQUEST_DURATION, REQUEST_SLI, RESPONSE_SIZE, BODY_SIZE, FILTER_DURATION, FIELD_VALIDATION, LONG_RUNNING,
                SELF_REQUESTS, DEPRECATED, WATCH_LIST, WATCH_EVENTS, WATCH_EVENT_SIZE, STORAGE_OBJECTS, RESOURCE_OBJECTS, AUTHENTICATED, AUTHENTICATIONS, AUTHENTICATION_DURATION,
                CERTIFICATE_EXPIRATION, AUTHORIZATIONS, AUTHORIZATION_DURATION, DECISIONS, ADMISSION_STEP, ADMISSION_STEP_RANKS, ADMISSION_CONTROLLER, TIMES_COMPARED, AGGREGATED, UNAVAILABLE, AUDIT_EVENTS,
                AUDIT_REJECTED, BUILD, VERSIONS, FEATURES, REGISTERED, HIDDEN, DISABLED, CARDINALITY, CPU, OPEN_FILES, MAX_FILES, RESIDENT, VIRTUAL, STARTED, THREADS, COLLECTIONS, COLLECTION_SECONDS, HEAP);

    private Families() {}

    /// Those that a component without an API of its own tells.
    public static List<Family> ofLoops() {
        return List.of(
                LEADING, BUILD, VERSIONS, FEATURES, AUDIT_EVENTS, AUDIT_REJECTED, REGISTERED, HIDDEN, DISABLED, CARDINALITY, CPU, OPEN_FILES, MAX_FILES,
                RESIDENT, VIRTUAL, STARTED, THREADS, COLLECTIONS, COLLECTION_SECONDS, HEAP);
    }

    /// Those that are told on `/metrics`.
    public static List<Family> all() {
        return Stream.of(OWN, FlowFamilies.all(), CacheFamilies.all(), StoreFamilies.all(),
                        AddressFamilies.all(), CredentialFamilies.all(), RuleFamilies.all(), EncryptionFamilies.all(), CallFamilies.all()).flatMap(List::stream).toList();
    }
}
