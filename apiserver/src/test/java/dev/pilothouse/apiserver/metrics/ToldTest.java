package dev.pilothouse.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A server that has answered a request or two tells each family, but for those of what hasn't happened.
class ToldTest {
    /// Told when it happens.
    private static final Set<String> LATER = Set.of(
            "apiserver_requested_deprecated_apis",
            "aggregator_unavailable_apiservice",
            "apiserver_admission_step_admission_duration_seconds",
            "apiserver_admission_step_admission_duration_seconds_summary",
            "apiserver_admission_controller_admission_duration_seconds",
            "apiserver_request_timestamp_comparison_time",
            "apiserver_request_body_size_bytes",
            "apiserver_certificates_registry_csr_requested_duration_total",
            "apiserver_certificates_registry_csr_honored_duration_total",
            "kube_apiserver_clusterip_allocator_allocation_total",
            "kube_apiserver_clusterip_allocator_allocation_duration_seconds",
            "kube_apiserver_nodeport_allocator_allocation_total",
            "pod_security_evaluations_total",
            "kubernetes_feature_enabled", // by who knows the gates
            "grpc_client_started_total", // with etcd alone
            "grpc_client_handled_total",
            "grpc_client_msg_sent_total",
            "grpc_client_msg_received_total",
            "apiserver_storage_size_bytes", // a store in memory takes none
            "etcd_request_errors_total",
            "apiserver_selfrequest_total",
            "field_validation_request_duration_seconds");

    /// Nothing is told of flows while no objects say which there are.
    private static final String BY_FLOW = "apiserver_flowcontrol_";

    /// Told by who encrypts.
    private static final Set<String> AT_REST =
            EncryptionFamilies.all().stream().map(Family::name).collect(Collectors.toUnmodifiableSet());

    private static final HttpRequest.Body NOTHING = new HttpRequest.Body.None();

    @Test
    void noFamilyIsMissing() {
        serving(server -> {
            HttpRequest.Peer peer = new HttpRequest.Peer.InProcess(
                    server.credential(Identity.of("told", Identity.SYSTEM_MASTERS)));
            get(server, peer, "/api/v1/pods", "");
            watchNothing(get(server, peer, "/api/v1/pods", "watch=true&sendInitialEvents=true"
                    + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"));
            String page = text(get(server, peer, "/metrics", ""));
            assertThat(names(page))
                    .isEqualTo(Families.all().stream()
                            .map(Family::name)
                            .filter(name -> !LATER.contains(name) && !name.startsWith(BY_FLOW) && !AT_REST.contains(name))
                            .collect(Collectors.toCollection(TreeSet::new)));
        });
    }

    /// Counts of what was just done, by what was done to it.
    @Test
    void whatHappensMovesTheNumbers() {
        serving(server -> {
            HttpRequest.Peer peer = new HttpRequest.Peer.InProcess(
                    server.credential(Identity.of("told", Identity.SYSTEM_MASTERS)));
            ObjectTree namespace = ObjectTree.EMPTY.with("metadata", ObjectTree.EMPTY.with("name", "counted"));
            HttpRequest creation = new HttpRequest(
                    "POST", "/api/v1/namespaces", "", Headers.NONE, new HttpRequest.Body.Value(namespace), peer);
            assertThat(((HttpResponse.Whole) server.handler().handle(creation)).status()).isEqualTo(201);
            get(server, peer, "/api/v1/namespaces", "labelSelector=a%3Db");
            get(server, peer, "/api/v1/namespaces", "");
            watchNothing(get(server, peer, "/api/v1/pods", "watch=true&sendInitialEvents=true"
                    + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"));
            assertThat(text(get(server, peer, "/metrics", "")).lines())
                    .contains(
                            "etcd_requests_total{group=\"\",operation=\"create\",resource=\"namespaces\"} 1",
                            "apiserver_cache_list_total{group=\"\",index=\"\",resource=\"namespaces\"} 2",
                            "apiserver_cache_list_fetched_objects_total{group=\"\",index=\"\",resource=\"namespaces\"} 2",
                            "apiserver_cache_list_returned_objects_total{group=\"\",resource=\"namespaces\"} 1",
                            "apiserver_storage_list_total{group=\"\",resource=\"namespaces\"} 1",
                            "apiserver_terminated_watchers_total{group=\"\",resource=\"namespaces\"} 0",
                            "apiserver_watch_list_duration_seconds_count{group=\"\",resource=\"pods\",scope=\"cluster\",version=\"v1\"} 1",
                            "apiserver_admission_step_admission_duration_seconds_count{operation=\"CREATE\",rejected=\"false\",type=\"admit\"} 1");
        });
    }

    private static void serving(Consumer<ApiServer> test) {
        try (MemoryStore store = new MemoryStore(InstantSource.system());
                ApiServer server = new ApiServer(
                        store,
                        InstantSource.system(),
                        RandomGenerator.getDefault(),
                        task -> Thread.ofVirtual().start(task),
                        new ApiServer.Settings("127.0.0.1:6443", List.of("told"), ClientCertificates.none(), () -> {
                            throw new IllegalStateException("nobody signs tokens here");
                        }))) {
            test.accept(server);
        }
    }

    private static HttpResponse get(ApiServer server, HttpRequest.Peer peer, String path, String query) {
        return server.handler().handle(new HttpRequest("GET", path, query, Headers.NONE, NOTHING, peer));
    }

    /// Reads the first event, and ends the watch.
    private static void watchNothing(HttpResponse answer) {
        HttpResponse.Watching watching = (HttpResponse.Watching) answer;
        try (HttpResponse.Frames frames = watching.frames()) {
            if (frames.next(Duration.ofSeconds(30)) instanceof HttpResponse.Next.Event(HttpResponse.Frame frame)) {
                watching.encoder().encode(frame);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(HttpResponse answer) {
        HttpResponse.Payload.Bytes bytes = (HttpResponse.Payload.Bytes) ((HttpResponse.Whole) answer).payload();
        return new String(bytes.bytes(), StandardCharsets.UTF_8);
    }

    private static TreeSet<String> names(String page) {
        return page.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
