package dev.pilothouse.client;

import dev.pilothouse.api.core.v1.Event;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes events about objects. The same event again counts up the one that is there; a source that floods one object
/// is cut off (upstream: 25 at once, then one in five minutes).
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private static final int BURST_EVENTS = 25;
    private static final long REFILL_SECONDS = 300;
    private static final int KNOWN_EVENTS = 4_096;

    private final Client client;
    private final String component;
    private final String host;
    private final InstantSource clock;
    private final Executor executor;
    private final Map<Similar, Known> known = bounded();
    private final Map<String, Bucket> buckets = bounded();

    /// What makes two events the same one.
    private record Similar(String uid, String type, String reason, String message) {}

    private record Known(Key key, long count) {}

    private record Bucket(double tokens, Instant at) {}

    /// @param executor writes the events, so that no loop waits for them
    public EventRecorder(Client client, String component, String host, InstantSource clock, Executor executor) {
        this.client = client;
        this.component = component;
        this.host = host;
        this.clock = clock;
        this.executor = executor;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > KNOWN_EVENTS;
            }
        };
    }

    public void record(ObjectTree about, String type, String reason, String message) {
        ObjectTree metadata = about.object("metadata");
        Instant now = clock.instant();
        Similar similar = new Similar(metadata.text("uid"), type, reason, message);
        Known before;
        synchronized (this) {
            if (!mayWrite(metadata.text("uid"), now)) {
                return;
            }
            before = known.get(similar);
            Key key = before != null
                    ? before.key()
                    : new Key(
                            metadata.text("namespace").isEmpty() ? "default" : metadata.text("namespace"),
                            "%s.%x".formatted(metadata.text("name"), nanos(now)));
            known.put(similar, new Known(key, before == null ? 1 : before.count() + 1));
        }
        Known current = known(similar);
        executor.execute(() -> write(about, similar, current, now));
    }

    private synchronized Known known(Similar similar) {
        return known.get(similar);
    }

    private static long nanos(Instant now) {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private boolean mayWrite(String uid, Instant now) {
        Bucket bucket = buckets.getOrDefault(uid, new Bucket(BURST_EVENTS, now));
        double refilled = Math.min(
                BURST_EVENTS,
                bucket.tokens() + (now.toEpochMilli() - bucket.at().toEpochMilli()) / 1000.0 / REFILL_SECONDS);
        boolean allowed = refilled >= 1;
        buckets.put(uid, new Bucket(allowed ? refilled - 1 : refilled, now));
        return allowed;
    }

    private void write(ObjectTree about, Similar similar, Known event, Instant now) {
        try {
            if (event.count() > 1) {
                ObjectTree patch = ObjectTree.builder()
                        .put("count", event.count())
                        .put("lastTimestamp", Timestamps.seconds(now))
                        .build();
                try {
                    client.merge(Event.RESOURCE, event.key(), "", patch);
                    return;
                } catch (ApiError gone) {
                    LOG.debug("The event {} is written anew: {}", event.key(), gone.getMessage());
                }
            }
            client.create(Event.RESOURCE, event.key().namespace(), tree(about, similar, event, now));
        } catch (ApiError e) {
            LOG.debug("An event was not written: {}", e.getMessage());
        }
    }

    private ObjectTree tree(ObjectTree about, Similar similar, Known event, Instant now) {
        ObjectTree metadata = about.object("metadata");
        ObjectTree.Builder involved = ObjectTree.builder();
        involved.put("kind", about.text("kind")).put("apiVersion", about.text("apiVersion"));
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion"}) {
            involved.put(field, metadata.get(field));
        }
        ObjectTree.Builder source = ObjectTree.builder().put("component", component);
        if (!host.isEmpty()) {
            source.put("host", host);
        }
        return ObjectTree.builder()
                .put("kind", Event.KIND.kind())
                .put("apiVersion", Event.KIND.apiVersion())
                .put(
                        "metadata",
                        ObjectTree.builder()
                                .put("name", event.key().name())
                                .put("namespace", event.key().namespace())
                                .build())
                .put("involvedObject", involved.build())
                .put("reason", similar.reason())
                .put("message", similar.message())
                .put("source", source.build())
                .put("firstTimestamp", Timestamps.seconds(now))
                .put("lastTimestamp", Timestamps.seconds(now))
                .put("count", event.count())
                .put("type", similar.type())
                .put("reportingComponent", component)
                .put("reportingInstance", host)
                .put("eventTime", NullTree.NULL)
                .build();
    }
}
