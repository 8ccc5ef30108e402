package dev.pilothouse.client;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Decides what becomes of each thing that one source reports, so that nobody drowns in events. As upstream:
///
/// E1 The same event again counts up the one that is there.
/// E2 Events that differ by their message alone become one as of the tenth message, until none came for ten minutes.
/// E3 A source may report 25 events about an object at once and one more every five minutes; more are left out, but counted.
///
/// Knows neither server nor clock. Not safe for use by many threads at once.
final class EventCorrelation {
    private static final int SIMILAR_MESSAGES = 10;
    private static final Duration SIMILAR_FOR = Duration.ofMinutes(10);
    private static final String COMBINED = "(combined from similar events): ";

    private static final int BURST = 25;
    private static final Duration REFILL = Duration.ofSeconds(300);

    /// Each memory below forgets what was asked for longest ago beyond so many.
    private static final int REMEMBERED = 4_096;

    private final Map<Similar, Messages> similar = bounded();
    private final Map<Object, Written> written = bounded();
    private final Map<Subject, Bucket> buckets = bounded();
    private long lastName;

    /// What an event is about.
    record Subject(String apiVersion, String kind, String namespace, String name, String uid) {
        static Subject of(ObjectTree about) {
            ObjectTree metadata = about.object("metadata");
            return new Subject(
                    about.text("apiVersion"),
                    about.text("kind"),
                    metadata.text("namespace"),
                    metadata.text("name"),
                    metadata.text("uid"));
        }

        /// Events about objects without a namespace live in `default`.
        private String home() {
            return namespace.isEmpty() ? "default" : namespace;
        }
    }

    /// @param type `Normal` or `Warning`
    record Occurrence(Subject subject, String type, String reason, String message) {}

    /// The event as it is to stand in the cluster.
    ///
    /// @param count 1 when it is new
    record Written(Key key, String message, Instant first, Instant last, long count) {}

    private record Similar(Subject subject, String type, String reason) {}

    private record Messages(Set<String> seen, Instant last) {}

    private record Bucket(double tokens, Instant at) {}

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /// What is to be written, or nothing when the source has said too much about its subject.
    Optional<Written> next(Occurrence event, Instant now) {
        boolean combined = isOneOfMany(event, now);
        Object key = combined ? new Similar(event.subject, event.type, event.reason) : event;
        String message = combined ? COMBINED + event.message : event.message;
        Written before = written.get(key);
        Written current = before == null
                ? new Written(new Key(event.subject.home(), name(event.subject.name, now)), message, now, now, 1)
                : new Written(before.key, message, before.first, now, before.count + 1);
        written.put(key, current);
        return mayWrite(event.subject, now) ? Optional.of(current) : Optional.empty();
    }

    private boolean isOneOfMany(Occurrence event, Instant now) {
        Similar group = new Similar(event.subject, event.type, event.reason);
        Messages before = similar.get(group);
        boolean goesOn = before != null && Duration.between(before.last, now).compareTo(SIMILAR_FOR) <= 0;
        Set<String> seen = goesOn ? before.seen : new HashSet<>();
        seen.add(event.message);
        similar.put(group, new Messages(seen, now));
        if (seen.size() < SIMILAR_MESSAGES) {
            return false;
        }
        // The set stays at nine: it is bounded, and the next new message is enough again.
        seen.remove(event.message);
        return true;
    }

    private boolean mayWrite(Subject subject, Instant now) {
        Bucket bucket = buckets.getOrDefault(subject, new Bucket(BURST, now));
        double refilled = Duration.between(bucket.at, now).toMillis() / (double) REFILL.toMillis();
        double tokens = Math.min(BURST, bucket.tokens + Math.max(0, refilled));
        boolean allowed = tokens >= 1;
        buckets.put(subject, new Bucket(allowed ? tokens - 1 : tokens, now));
        return allowed;
    }

    /// `web.18c0f00d`: the subject's name and the time. Two events of one moment still get two names.
    private String name(String subject, Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        lastName = Math.max(nanos, lastName + 1);
        String name = "%s.%x".formatted(subject, lastName);
        return NameRules.dns1123Subdomain(name).isEmpty()
                ? name
                : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
