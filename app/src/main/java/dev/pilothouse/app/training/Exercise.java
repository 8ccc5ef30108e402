package dev.pilothouse.app.training;

import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/// Work as clients give it to a control plane, through its front door, and so much of it that both compilers get to all that it runs
/// through. What they learn goes into the AOT cache: decision 23.
public final class Exercise {
    private static final int WORKERS = 8;

    /// Every so many rounds a worker lists.
    private static final int LISTS = 60;

    /// Every so many rounds the rollout grows or shrinks.
    private static final int SCALINGS = 10;

    private static final int REPLICAS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);

    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String APPLY = "application/apply-patch+yaml";

    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/default";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";

    private final String server;
    private final SSLContext tls;
    private final ExecutorService threads;

    /// @param tls proves an administrator
    /// @param threads runs each task on a thread of its own
    public Exercise(URI server, SSLContext tls, ExecutorService threads) {
        this.server = server.toString();
        this.tls = tls;
        this.threads = threads;
    }

    /// Does all of it.
    ///
    /// @param rounds how often each worker writes, reads and changes one object of each kind
    /// @throws IOException if the server refuses something, which it has no reason to
    public void run(int rounds) throws IOException, InterruptedException {
        try (Hand first = new Hand()) {
            first.await(ACCOUNT);
            first.send("POST", DEPLOYMENTS, JSON, JSON, deployment("rollout", REPLICAS, 0));
            first.watch(PODS, JSON);
            first.watch(PODS, PROTOBUF);
            List<Callable<String>> work = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                String name = "worker-" + worker;
                work.add(() -> {
                    work(name, rounds);
                    return name;
                });
            }
            for (Future<String> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("the exercise ended early", failed.getCause());
        }
    }

    private void work(String worker, int rounds) throws IOException, InterruptedException {
        try (Hand hand = new Hand()) {
            hand.send("POST", LEASES, JSON, JSON, lease(worker));
            hand.send("POST", MAPS, JSON, JSON, map(worker, 0));
            for (int round = 0; round < rounds; round++) {
                String pod = worker + "-" + round;
                String path = PODS + "/" + pod;
                if (round % 2 == 0) {
                    hand.send("POST", PODS, JSON, JSON, pod(pod));
                } else {
                    hand.send("POST", PODS, PROTOBUF, PROTOBUF, BodyPublishers.ofByteArray(inProtobuf(pod(pod))));
                }
                hand.get(path, JSON);
                hand.get(path, PROTOBUF);
                hand.send("PATCH", path, JSON, STRATEGIC, "{\"metadata\":{\"annotations\":{\"round\":\"%d\"}}}".formatted(round));
                hand.send("PATCH", path + "/status", JSON, MERGE, "{\"status\":{\"message\":\"round %d\"}}".formatted(round));
                hand.send("PATCH", LEASES + "/" + worker, JSON, MERGE, "{\"spec\":{\"holderIdentity\":\"%s\"}}".formatted(pod));
                hand.send("PUT", MAPS + "/" + worker, JSON, JSON, map(worker, round));
                hand.send(
                        "PATCH",
                        DEPLOYMENTS + "/" + worker + "?fieldManager=exercise&force=true",
                        JSON,
                        APPLY,
                        deployment(worker, 0, round));
                if (round % LISTS == 0) {
                    hand.get(PODS, JSON);
                    hand.get(PODS + "?labelSelector=app%3Dexercise", PROTOBUF);
                    hand.get(PODS + "?fieldSelector=spec.nodeName%3Dnone", JSON);
                    hand.get("/api/v1/pods?limit=20", JSON);
                }
                if (round % SCALINGS == 0) {
                    int replicas = round / SCALINGS % 2 == 0 ? 0 : REPLICAS;
                    hand.send("PATCH", DEPLOYMENTS + "/rollout/scale", JSON, MERGE, "{\"spec\":{\"replicas\":%d}}".formatted(replicas));
                }
                if (round % 2 == 0) {
                    hand.send("DELETE", path, JSON, JSON, "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\"}");
                }
            }
        }
    }

    /// A client with a connection of its own.
    private final class Hand implements AutoCloseable {
        private final HttpClient client =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(PATIENCE).build();

        void get(String path, String accept) throws IOException, InterruptedException {
            ask(request(path, accept).GET().build());
        }

        void send(String method, String path, String accept, String contentType, String body)
                throws IOException, InterruptedException {
            send(method, path, accept, contentType, BodyPublishers.ofString(body));
        }

        void send(String method, String path, String accept, String contentType, BodyPublisher body)
                throws IOException, InterruptedException {
            ask(request(path, accept)
                    .header("content-type", contentType)
                    .method(method, body)
                    .build());
        }

        /// Waits until there is such an object.
        void await(String path) throws IOException, InterruptedException {
            while (client.send(request(path, JSON).build(), BodyHandlers.discarding()).statusCode() == 404) {
                Thread.sleep(POLL);
            }
        }

        /// Hears events until this is closed.
        void watch(String path, String accept) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server + path + "?watch=1"))
                    .header("accept", accept + ";stream=watch")
                    .build();
            client.sendAsync(request, BodyHandlers.discarding());
        }

        private HttpRequest.Builder request(String path, String accept) {
            return HttpRequest.newBuilder(URI.create(server + path))
                    .timeout(PATIENCE)
                    .header("accept", accept);
        }

        private void ask(HttpRequest request) throws IOException, InterruptedException {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 400) {
                throw new IOException(request.method() + " " + request.uri() + " was refused: "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    private static byte[] inProtobuf(String json) throws IOException {
        try {
            ObjectTree object = Json.parse(json).asObject();
            return Protobuf.write(object, Protobuf.typeOf(object, Schemas.builtIn()).orElseThrow());
        } catch (MalformedJson impossible) {
            throw new IOException("an object of the exercise is malformed", impossible);
        }
    }

    /// Nobody runs it: its scheduler doesn't exist.
    private static String pod(String name) {
        return """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"name": "%s", "labels": {"app": "exercise", "tier": "backend"}, "annotations": {"round": "0"}},
                 "spec": {"schedulerName": "nobody", "terminationGracePeriodSeconds": 0,
                  %s}}
                """
                .formatted(name, CONTAINERS);
    }

    private static final String CONTAINERS =
            """
            "volumes": [{"name": "config", "configMap": {"name": "settings"}}, {"name": "data", "emptyDir": {}}],
            "containers": [{"name": "app", "image": "example.com/app:1.4.2", "ports": [{"name": "http", "containerPort": 8080}],
             "resources": {"limits": {"cpu": "500m", "memory": "256Mi"}, "requests": {"cpu": "100m", "memory": "128Mi"}},
             "env": [{"name": "MODE", "value": "exercise"},
                     {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}],
             "volumeMounts": [{"name": "config", "mountPath": "/etc/app"}, {"name": "data", "mountPath": "/var/data"}],
             "livenessProbe": {"httpGet": {"path": "/live", "port": 8080}, "periodSeconds": 10},
             "readinessProbe": {"httpGet": {"path": "/ready", "port": 8080}, "periodSeconds": 5},
             "securityContext": {"runAsNonRoot": true, "runAsUser": 1000, "capabilities": {"drop": ["ALL"]}}}]
            """;

    private static String deployment(String name, int replicas, int round) {
        return """
                {"apiVersion": "apps/v1", "kind": "Deployment",
                 "metadata": {"name": "%1$s", "labels": {"app": "%1$s"}, "annotations": {"round": "%3$d"}},
                 "spec": {"replicas": %2$d, "selector": {"matchLabels": {"app": "%1$s"}},
                  "template": {"metadata": {"labels": {"app": "%1$s"}},
                   "spec": {"terminationGracePeriodSeconds": 0, %4$s}}}}
                """
                .formatted(name, replicas, round, CONTAINERS);
    }

    private static String map(String name, int round) {
        return """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}, "data": {"round": "%d", "text": "%s"}}
                """
                .formatted(name, round, "x".repeat(500));
    }

    private static String lease(String name) {
        return """
                {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "%1$s"},
                 "spec": {"holderIdentity": "%1$s", "leaseDurationSeconds": 40}}
                """
                .formatted(name);
    }
}
