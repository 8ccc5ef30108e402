package dev.pilothouse.client;

import dev.pilothouse.api.core.v1.Event;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.EventCorrelation.Occurrence;
import dev.pilothouse.client.EventCorrelation.Subject;
import dev.pilothouse.client.EventCorrelation.Written;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people what happened to objects. What is the same, similar or too much is joined or left out by
/// [EventCorrelation]; the rest is written in the order in which it was reported, by one thread at a time, so that no loop
/// waits for it.
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    /// Events that may wait for the server; more are left out, as upstream's broadcaster does.
    private static final int WAITING_EVENTS = 1_000;

    private final Client client;
    private final String component;
    private final String host;
    private final InstantSource clock;
    private final Executor executor;
    private final EventCorrelation correlation = new EventCorrelation();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean writing;

    private record Waiting(ObjectTree about, Occurrence event, Written written) {}

    /// @param host where the component runs; empty where that says nothing
    /// @param executor writes the events
    public EventRecorder(Client client, String component, String host, InstantSource clock, Executor executor) {
        this.client = client;
        this.component = component;
        this.host = host;
        this.clock = clock;
        this.executor = executor;
    }

    /// @param type `Normal` or `Warning`
    public synchronized void record(ObjectTree about, String type, String reason, String message) {
        Occurrence event = new Occurrence(Subject.of(about), type, reason, message);
        Optional<Written> written = correlation.next(event, clock.instant());
        if (written.isEmpty() || waiting.size() >= WAITING_EVENTS) {
            return;
        }
        waiting.add(new Waiting(about, event, written.get()));
        if (!writing) {
            writing = true;
            executor.execute(this::writeWaiting);
        }
    }

    private void writeWaiting() {
        for (Optional<Waiting> next = nextOrRest(); next.isPresent(); next = nextOrRest()) {
            try {
                write(next.get());
            } catch (RuntimeException e) {
                LOG.debug("An event was not written: {}", e.getMessage());
            }
        }
    }

    private synchronized Optional<Waiting> nextOrRest() {
        Optional<Waiting> next = Optional.ofNullable(waiting.poll());
        writing = next.isPresent();
        return next;
    }

    private void write(Waiting event) {
        Key key = event.written.key();
        if (event.written.count() > 1) {
            try {
                client.merge(Event.RESOURCE, key, "", again(event.written));
                return;
            } catch (ApiError e) {
                // It has outlived its time, or never came to be: it begins anew, with its count.
                if (!e.is(Status.NOT_FOUND)) {
                    throw e;
                }
            }
        }
        client.create(Event.RESOURCE, key.namespace(), tree(event));
    }

    private static ObjectTree again(Written event) {
        return ObjectTree.builder()
                .put("count", event.count())
                .put("lastTimestamp", Timestamps.seconds(event.last()))
                .put("message", event.message())
                .build();
    }

    private ObjectTree tree(Waiting event) {
        Written written = event.written;
        ObjectTree.Builder source = ObjectTree.builder().put("component", component);
        if (!host.isEmpty()) {
            source.put("host", host);
        }
        ObjectTree.Builder metadata = ObjectTree.builder()
                .put("name", written.key().name())
                .put("namespace", written.key().namespace());
        return ObjectTree.builder()
                .put("kind", Event.KIND.kind())
                .put("apiVersion", Event.KIND.apiVersion())
                .put("metadata", metadata.build())
                .put("involvedObject", involved(event.about))
                .put("reason", event.event.reason())
                .put("message", written.message())
                .put("source", source.build())
                .put("firstTimestamp", Timestamps.seconds(written.first()))
                .put("lastTimestamp", Timestamps.seconds(written.last()))
                .put("count", written.count())
                .put("type", event.event.type())
                .put("reportingComponent", component)
                .put("reportingInstance", host)
                .put("eventTime", NullTree.NULL)
                .build();
    }

    private static ObjectTree involved(ObjectTree about) {
        ObjectTree metadata = about.object("metadata");
        ObjectTree.Builder involved =
                ObjectTree.builder().put("kind", about.text("kind")).put("apiVersion", about.text("apiVersion"));
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion"}) {
            involved.put(field, metadata.get(field));
        }
        return involved.build();
    }
}
