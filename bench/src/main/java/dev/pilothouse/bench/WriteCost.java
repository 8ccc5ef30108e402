package dev.pilothouse.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Prints what requests cost a warm API server on a memory store, from the bytes of the request to the bytes of the answer:
/// CPU time and allocation of all threads, so that the figures hold on a busy machine too. TLS, HTTP and the disk aren't in it;
/// `bench/load` measures with them.
public final class WriteCost {
    private static final int WARM_UP = 6_000;
    private static final int MEASURED = 3_000;
    private static final int OBJECTS = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final ApiServer server;
    private final HttpRequest.Credential caller;

    private WriteCost(ApiServer server) {
        this.server = server;
        this.caller = server.credential(Identity.of("bench", Identity.SYSTEM_MASTERS));
    }

    /// @param arguments which operations; none stands for all
    public static void main(String[] arguments) {
        InstantSource clock = InstantSource.system();
        ApiServer.Settings settings = new ApiServer.Settings("127.0.0.1:6443", List.of("bench"), ClientCertificates.none(), () -> {
            throw new IllegalStateException("nobody asks for tokens");
        });
        try (ApiServer server = new ApiServer(
                new MemoryStore(clock), clock, new Random(1), task -> Thread.ofVirtual().start(task), settings)) {
            new WriteCost(server).run(List.of(arguments));
        }
        System.exit(0);
    }

    private void run(List<String> chosen) {
        send("POST", "/api/v1/namespaces", "", "application/json", named("v1", "Namespace", "default"));
        send(
                "POST",
                "/api/v1/namespaces/default/serviceaccounts",
                "",
                "application/json",
                named("v1", "ServiceAccount", "default"));
        String pods = "/api/v1/namespaces/default/pods";
        String deployments = "/apis/apps/v1/namespaces/default/deployments";
        String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        for (int i = 0; i < OBJECTS; i++) {
            send("POST", pods, "", "application/json", pod("big-" + i, 3, 7));
            send("POST", leases, "", "application/json", lease("lease-" + i, 0));
        }
        Map<String, IntConsumer> operations = Map.of(
                "get", i -> send("GET", pods + "/big-" + i % OBJECTS, "", "", ""),
                "create", i -> send("POST", pods, "", "application/json", pod("small-" + i, 1, 1)),
                "patch", i -> send(
                        "PATCH",
                        pods + "/big-" + i % OBJECTS,
                        "",
                        "application/strategic-merge-patch+json",
                        "{\"metadata\":{\"annotations\":{\"bench/t\":\"" + i + "\"}}}"),
                "merge", i -> send(
                        "PATCH",
                        pods + "/big-" + i % OBJECTS,
                        "",
                        "application/merge-patch+json",
                        "{\"metadata\":{\"annotations\":{\"bench/t\":\"" + i + "\"}}}"),
                "apply", i -> send(
                        "PATCH",
                        deployments + "/app-" + i % OBJECTS,
                        "fieldManager=bench&force=true",
                        "application/apply-patch+yaml",
                        deployment("app-" + i % OBJECTS, i)),
                "lease", i -> send("PATCH", leases + "/lease-" + i % OBJECTS, "", "application/merge-patch+json", lease("lease-" + i % OBJECTS, i)));
        for (String name : List.of("get", "create", "patch", "merge", "apply", "lease")) {
            if (chosen.isEmpty() || chosen.contains(name)) {
                measure(name, operations.get(name));
            }
        }
    }

    private static void measure(String name, IntConsumer operation) {
        for (int i = 0; i < WARM_UP; i++) {
            operation.accept(i);
        }
        long cpu = SYSTEM.getProcessCpuTime();
        long bytes = THREADS.getTotalThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            operation.accept(WARM_UP + i);
        }
        System.out.printf(
                "%-8s %6.0f us CPU, %7.1f KB allocated%n",
                name,
                (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / MEASURED,
                (THREADS.getTotalThreadAllocatedBytes() - bytes) / 1024.0 / MEASURED);
    }

    private void send(String method, String path, String query, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpResponse answer = server.handler()
                .handle(new HttpRequest(
                        method,
                        path,
                        query,
                        new Headers(
                                contentType.isEmpty()
                                        ? Map.of("accept", List.of("application/json"), "user-agent", List.of("bench/1"))
                                        : Map.of(
                                                "accept",
                                                List.of("application/json"),
                                                "user-agent",
                                                List.of("bench/1"),
                                                "content-type",
                                                List.of(contentType),
                                                "content-length",
                                                List.of(Integer.toString(bytes.length)))),
                        bytes.length == 0
                                ? new HttpRequest.Body.None()
                                : new HttpRequest.Body.Stream(new ByteArrayInputStream(bytes)),
                        new HttpRequest.Peer.InProcess(caller)));
        if (answer.status() >= 300 || !(answer instanceof HttpResponse.Whole whole)) {
            throw new IllegalStateException(method + " " + path + ": " + answer.status());
        }
        if (whole.payload() instanceof HttpResponse.Payload.Value value) {
            Json.bytes(value.tree());
        }
    }

    private static String named(String version, String kind, String name) {
        return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"}}".formatted(version, kind, name);
    }

    private static String pod(String name, int containers, int variables) {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"bench","tier":"backend"},\
                "annotations":{"bench/t":"0"}},"spec":{"schedulerName":"none","terminationGracePeriodSeconds":0,\
                "volumes":[{"name":"config","configMap":{"name":"settings"}},{"name":"data","emptyDir":{}}],"containers":[%s]}}"""
                .formatted(
                        name,
                        IntStream.range(0, containers)
                                .mapToObj(i -> container("c" + i, variables))
                                .collect(Collectors.joining(",")));
    }

    private static String container(String name, int variables) {
        return """
                {"name":"%s","image":"registry.example/app/%s:1.4.2","ports":[{"name":"http-%s","containerPort":8080}],\
                "resources":{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"100m","memory":"128Mi"}},"env":[%s],\
                "volumeMounts":[{"name":"config","mountPath":"/etc/app"},{"name":"data","mountPath":"/var/data"}],\
                "livenessProbe":{"httpGet":{"path":"/live","port":8080},"periodSeconds":10},\
                "securityContext":{"runAsNonRoot":true,"runAsUser":1000,"capabilities":{"drop":["ALL"]}}}"""
                .formatted(name, name, name, environment(variables));
    }

    private static String environment(int variables) {
        return IntStream.range(0, variables)
                .mapToObj(i -> "{\"name\":\"SETTING_%02d\",\"value\":\"value-%02d-of-the-generated-pod\"}".formatted(i, i))
                .collect(Collectors.joining(","));
    }

    private static String deployment(String name, int round) {
        return """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%s","labels":{"app":"bench"}},"spec":{"replicas":0,\
                "paused":true,"selector":{"matchLabels":{"app":"%s"}},"template":{"metadata":{"labels":{"app":"%s"}},"spec":{\
                "containers":[{"name":"app","image":"registry.example/app:1","env":[{"name":"ROUND","value":"%d"},%s],\
                "ports":[{"containerPort":8080}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"}}}]}}}}"""
                .formatted(name, name, name, round, environment(8));
    }

    private static String lease(String name, int round) {
        return """
                {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"%s"},"spec":{"holderIdentity":"%s",\
                "leaseDurationSeconds":40,"renewTime":"2026-01-01T00:00:00.%06dZ"}}"""
                .formatted(name, name, round);
    }
}
