package dev.pilothouse.app.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/// Clients that each hold many watches open over one connection, as proxies and operators do.
final class WatchFlock implements AutoCloseable {
    private static final String OBJECTS = "/api/v1/namespaces/default/configmaps";

    private static final int ATTEMPTS = 5;

    private final URI server;
    private final SSLContext tls;
    private final int connections;
    private final int watchesEach;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpClient> clients = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicLong told = new AtomicLong();

    WatchFlock(URI server, SSLContext tls, int connections, int watchesEach) {
        this.server = server;
        this.tls = tls;
        this.connections = connections;
        this.watchesEach = watchesEach;
    }

    /// Connects all clients at once, and returns when every watch has begun.
    ///
    /// @return how long that took
    /// @throws IllegalStateException when a watch was refused
    Duration open() {
        long began = System.nanoTime();
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            HttpClient client = HttpClient.newBuilder().sslContext(tls).executor(threads).build();
            clients.add(client);
            ready.add(CompletableFuture.runAsync(() -> open(client), threads));
        }
        ready.forEach(CompletableFuture::join);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void open(HttpClient client) {
        String revision = revision(client);
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        for (int i = 0; i < watchesEach; i++) {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            HttpRequest watch = request(OBJECTS + "?watch=1&allowWatchBookmarks=true&resourceVersion=" + revision).build();
            client.sendAsync(watch, head -> {
                if (head.statusCode() == 200) {
                    begun.complete(null);
                } else {
                    begun.completeExceptionally(new IllegalStateException("a watch was answered " + head.statusCode()));
                }
                return new Ear();
            }).whenComplete((_, failure) -> {
                if (failure != null) {
                    begun.completeExceptionally(failure);
                }
            });
            ready.add(begun);
        }
        ready.forEach(CompletableFuture::join);
    }

    /// A busy server may be too slow for a handshake. As every client does, it is asked again.
    private String revision(HttpClient client) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return revisionNow(client);
            } catch (UncheckedIOException slow) {
                again.incrementAndGet();
            }
        }
        return revisionNow(client);
    }

    private String revisionNow(HttpClient client) {
        try {
            String list = client.send(request(OBJECTS + "?limit=1").build(), BodyHandlers.ofString()).body();
            return list.replaceFirst("(?s).*?\"resourceVersion\":\"(\\d+)\".*", "$1");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            throw new CompletionException(stop);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("Accept", "application/json");
    }

    /// Watches that have begun and not ended.
    int size() {
        return open.get();
    }

    /// How often a client had to connect again.
    int again() {
        return again.get();
    }

    /// Lines that watches have been told in all.
    long told() {
        return told.get();
    }

    /// Cuts every connection.
    void cut() {
        clients.forEach(HttpClient::shutdownNow);
        clients.clear();
    }

    /// Writes an object, of which every watch is to be told.
    ///
    /// @return the answer's status
    int write(HttpClient client, String name) throws IOException, InterruptedException {
        HttpRequest request = request(OBJECTS)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString("{\"metadata\":{\"name\":\"" + name + "\"}}"))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        cut();
        threads.shutdownNow();
    }

    /// Counts what one watch is told.
    private final class Ear implements BodySubscriber<Void> {
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        @Override
        public CompletionStage<Void> getBody() {
            return over;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            open.incrementAndGet();
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> content) {
            for (ByteBuffer part : content) {
                while (part.hasRemaining()) {
                    if (part.get() == '\n') {
                        told.incrementAndGet();
                    }
                }
            }
        }

        @Override
        public void onError(Throwable cut) {
            open.decrementAndGet();
            over.completeExceptionally(cut);
        }

        @Override
        public void onComplete() {
            open.decrementAndGet();
            over.complete(null);
        }
    }
}
