package dev.pilothouse.app.serving;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// Somebody who reads now and then, whatever else a server is at, and notes how it went.
final class Bystander implements AutoCloseable {
    private static final Duration BREATH = Duration.ofMillis(20);

    private final HttpClient client;
    private final URI page;
    private final Thread thread;
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile Duration slowest = Duration.ZERO;
    private volatile boolean over;

    Bystander(URI server, SSLContext tls) {
        this.client = HttpClient.newBuilder().sslContext(tls).build();
        this.page = URI.create(server + "/api/v1/namespaces/default");
        this.thread = Thread.ofPlatform().name("bystander").start(this::read);
    }

    private void read() {
        while (!over) {
            long began = System.nanoTime();
            try {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    troubles.add("answered with " + answer.statusCode() + ": " + answer.body());
                }
                answers.incrementAndGet();
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                if (took.compareTo(slowest) > 0) {
                    slowest = took;
                }
                Thread.sleep(BREATH);
            } catch (IOException broken) {
                if (!over) {
                    troubles.add("a request broke: " + broken);
                }
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    List<String> troubles() {
        return List.copyOf(troubles);
    }

    int answers() {
        return answers.get();
    }

    Duration slowest() {
        return slowest;
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
        client.shutdownNow();
    }
}
