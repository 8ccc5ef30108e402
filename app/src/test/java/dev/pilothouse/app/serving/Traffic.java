package dev.pilothouse.app.serving;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// Clients that write, list and watch without stopping, and note whatever an API server should not have told them: an answer
/// that is an error, a connection that broke under a request, a watch that broke off, an event that was missed or came twice,
/// a list that is older than the one before.
final class Traffic implements AutoCloseable {
    private static final String OBJECTS = "/api/v1/namespaces/default/configmaps";

    /// So many objects of a writer are there at a time.
    private static final int KEPT = 10;

    private static final Duration BREATH = Duration.ofMillis(5);

    private final URI server;
    private final SSLContext tls;
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> written = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final List<Thread> busy = new CopyOnWriteArrayList<>();
    private final AtomicInteger lists = new AtomicInteger();
    private volatile boolean over;
    private volatile boolean closed;

    /// @param server where the balancer is
    Traffic(URI server, SSLContext tls) {
        this.server = server;
        this.tls = tls;
    }

    /// Everything that went wrong, in sentences.
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    List<Watcher> watchers() {
        return watchers;
    }

    int writes() {
        return written.values().stream().mapToInt(Integer::intValue).sum();
    }

    int lists() {
        return lists.get();
    }

    void write(String writer, HttpClient.Version version) {
        written.put(writer, 0);
        keepBusy(client -> {
            int number = written.get(writer);
            send(client, "POST", OBJECTS, "{\"metadata\":{\"name\":\"" + writer + "-" + number + "\"}}", 201);
            if (number >= KEPT) {
                send(client, "DELETE", OBJECTS + "/" + writer + "-" + (number - KEPT), "", 200);
            }
            written.put(writer, number + 1);
        }, version);
    }

    void list(HttpClient.Version version) {
        long[] newest = {0};
        keepBusy(client -> {
            ObjectTree list = send(client, "GET", OBJECTS, "", 200);
            long revision = revision(list);
            if (revision < newest[0]) {
                troubles.add("a list of revision " + revision + " after one of " + newest[0]);
            }
            newest[0] = revision;
            lists.incrementAndGet();
        }, version);
    }

    /// To be called before anybody writes.
    void watch(HttpClient.Version version) throws IOException, InterruptedException {
        HttpClient client = client(version);
        Watcher watcher = new Watcher(client, revision(send(client, "GET", OBJECTS, "", 200)));
        watchers.add(watcher);
        Thread.ofVirtual().name("watcher-" + watchers.size()).start(watcher::follow);
    }

    @FunctionalInterface
    private interface Step {
        void take(HttpClient client) throws IOException, InterruptedException;
    }

    private void keepBusy(Step step, HttpClient.Version version) {
        busy.add(Thread.ofVirtual().start(() -> {
            HttpClient client = client(version);
            while (!over) {
                try {
                    step.take(client);
                    Thread.sleep(BREATH);
                } catch (IOException broken) {
                    troubles.add(version + ": a request broke: " + broken);
                } catch (InterruptedException stop) {
                    return;
                }
            }
        }));
    }

    /// Ends writers and listers after what they are at.
    void stop() throws InterruptedException {
        over = true;
        for (Thread each : busy) {
            each.join();
        }
    }

    /// Whether a watcher has seen all that was written.
    boolean hasSeenAll(Watcher watcher) {
        return watcher.seen.equals(written);
    }

    private ObjectTree send(HttpClient client, String method, String path, String body, int expected)
            throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            troubles.add(method + " " + path + " was answered with " + answer.statusCode() + ": " + answer.body());
            return ObjectTree.EMPTY;
        }
        return parse(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("Accept", "application/json");
    }

    private HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().sslContext(tls).version(version).build();
    }

    private static ObjectTree parse(String text) throws IOException {
        try {
            return Json.parse(text).asObject();
        } catch (MalformedJson cutOff) {
            throw new IOException("an answer is no JSON: " + text, cutOff);
        }
    }

    private static long revision(ObjectTree object) {
        String version = object.object("metadata").text("resourceVersion");
        return version.isEmpty() ? 0 : Long.parseLong(version);
    }

    /// Follows what is written, from one server to the next.
    final class Watcher {
        private final HttpClient client;
        private final Map<String, Integer> seen = new ConcurrentHashMap<>();
        private volatile long revision;
        private final AtomicInteger ended = new AtomicInteger();

        private Watcher(HttpClient client, long revision) {
            this.client = client;
            this.revision = revision;
        }

        /// How many watches of it ended in order.
        int ended() {
            return ended.get();
        }

        private void follow() {
            while (!closed) {
                try {
                    followOnce();
                    ended.incrementAndGet();
                } catch (IOException broken) {
                    if (!closed) {
                        troubles.add(client.version() + ": a watch broke off: " + broken);
                    }
                } catch (InterruptedException stop) {
                    return;
                }
            }
        }

        private void followOnce() throws IOException, InterruptedException {
            HttpRequest question = request(OBJECTS + "?watch=1&allowWatchBookmarks=true&resourceVersion=" + revision).build();
            HttpResponse<InputStream> answer = client.send(question, BodyHandlers.ofInputStream());
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                if (answer.statusCode() != 200) {
                    troubles.add("a watch was answered with " + answer.statusCode() + ": " + lines.readLine());
                    return;
                }
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    ObjectTree event = parse(line);
                    take(event.text("type"), event.object("object"));
                }
            }
        }

        private void take(String type, ObjectTree object) {
            switch (type) {
                case "ADDED" -> {
                    String name = object.object("metadata").text("name");
                    int dash = name.lastIndexOf('-');
                    int number = Integer.parseInt(name.substring(dash + 1));
                    int expected = seen.getOrDefault(name.substring(0, dash), 0);
                    if (number != expected) {
                        troubles.add("a watch told of " + name + " when number " + expected + " was to come");
                    }
                    seen.put(name.substring(0, dash), number + 1);
                    advance(object);
                }
                case "DELETED", "BOOKMARK" -> advance(object);
                default -> troubles.add("a watch told of " + type + ": " + object);
            }
        }

        private void advance(ObjectTree object) {
            long now = revision(object);
            if (now < revision) {
                troubles.add("a watch went back from revision " + revision + " to " + now);
            }
            revision = now;
        }
    }

    @Override
    public void close() {
        over = true;
        closed = true;
        watchers.forEach(watcher -> watcher.client.shutdownNow());
    }
}
