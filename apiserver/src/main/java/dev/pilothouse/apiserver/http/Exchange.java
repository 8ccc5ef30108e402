package dev.pilothouse.apiserver.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/// One request and the one answer to it, which either its handler gives or, when the time is over, the clock.
///
/// E1 Whoever claims the exchange first writes the answer; the other one writes nothing.
final class Exchange implements Deadline {
    private static final Scheduler.Task NO_ALARM = () -> false;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Clock clock;
    private final AtomicBoolean answered = new AtomicBoolean();
    private Scheduler.Task alarm = NO_ALARM;

    /// Answers an exchange late.
    interface Clock {
        /// @return what calls it off
        Scheduler.Task ring(Exchange exchange, Duration after, Supplier<HttpResponse> late);
    }

    Exchange(Request request, Response response, Callback callback, Clock clock) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.clock = clock;
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    Callback callback() {
        return callback;
    }

    @Override
    public void set(Duration timeout, Supplier<HttpResponse> late) {
        alarm = clock.ring(this, timeout, late);
    }

    /// @return false when the client has been answered already
    boolean claim() {
        alarm.cancel();
        return answered.compareAndSet(false, true);
    }

    /// As [#claim], when the alarm itself asks.
    boolean claimLate() {
        return answered.compareAndSet(false, true);
    }
}
