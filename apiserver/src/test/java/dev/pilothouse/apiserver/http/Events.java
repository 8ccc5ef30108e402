package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A watch whose events a test tells.
final class Events implements HttpResponse.Frames {
    private final BlockingQueue<Next> waiting = new ArrayBlockingQueue<>(64);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Runnable listener = () -> {};

    void tell(String type) {
        add(new Next.Event(new HttpResponse.Frame(type, ObjectTree.EMPTY)));
    }

    private void add(Next next) {
        waiting.add(next);
        listener.run();
    }

    /// Whether somebody closes it within five seconds.
    boolean isEnded() throws InterruptedException {
        return ended.await(5, TimeUnit.SECONDS);
    }

    @Override
    public Next next(Duration timeout) throws InterruptedException {
        Next next = waiting.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return next == null ? new Next.Nothing() : next;
    }

    @Override
    public void listen(Runnable more) {
        listener = more;
    }

    @Override
    public long dueNanos() {
        return System.nanoTime() + Duration.ofHours(1).toNanos();
    }

    @Override
    public void close() {
        if (ended.getCount() > 0) {
            ended.countDown();
            add(new Next.End());
        }
    }
}
