package dev.pilothouse.apiserver.http;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// What of one door needs neither keys nor an address. The libraries' first use is half of what opening a door costs at a start, so
/// that it may be done while keys are made. It runs nothing: one that isn't used can be forgotten.
///
/// @param requests run here, each on a virtual thread of its own
/// @param longAnswers are written here
/// @param encryption knows no keys yet
public record DoorFrame(Server server, Executor requests, Executor longAnswers, SSLContext encryption) {
    /// Selectors and the acceptor; requests themselves run on virtual threads.
    private static final int PLATFORM_THREADS = 8;

    /// Long answers that are written at a time on threads of the system's; further ones stay on their requests'.
    private static final int LONG_ANSWERS = 64;

    private static final Duration KEPT = Duration.ofSeconds(5);

    public static DoorFrame make() {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        Executor requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
        threads.setVirtualThreadsExecutor(requests);
        try {
            return new DoorFrame(new Server(threads), requests, fewThreads(), SSLContext.getInstance("TLS"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /// Virtual threads take turns only where they wait. A few that always have something to write keep others that were woken, by a
    /// monitor or a timer, from running for seconds; the system shares its cores fairly.
    private static Executor fewThreads() {
        return new ThreadPoolExecutor(
                0,
                LONG_ANSWERS,
                KEPT.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("answer-", 0).factory(),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }
}
