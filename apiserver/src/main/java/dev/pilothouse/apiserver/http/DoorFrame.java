package dev.pilothouse.apiserver.http;

import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// What of one door needs neither keys nor an address. The libraries' first use is half of what opening a door costs at a start, so
/// that it may be done while keys are made. It runs nothing: one that isn't used can be forgotten.
///
/// @param requests run here, each on a virtual thread of its own
/// @param encryption knows no keys yet
public record DoorFrame(Server server, Executor requests, SSLContext encryption) {
    /// Selectors and the acceptor; requests themselves run on virtual threads.
    private static final int PLATFORM_THREADS = 8;

    public static DoorFrame make() {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        Executor requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
        threads.setVirtualThreadsExecutor(requests);
        try {
            return new DoorFrame(new Server(threads), requests, SSLContext.getInstance("TLS"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }
}
