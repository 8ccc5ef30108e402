package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Conversion;
import java.util.Map;

/// Events of `events.k8s.io/v1` say the same as those of the core group, some of it under newer names.
public final class EventConversion implements Conversion {
    /// Served name to stored name.
    private static final Map<String, String> RENAMED = Map.of(
            "regarding", "involvedObject",
            "note", "message",
            "reportingController", "reportingComponent",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count");

    @Override
    public ObjectTree toStored(ObjectTree served) {
        ObjectTree stored = served.with("apiVersion", "v1");
        for (Map.Entry<String, String> name : RENAMED.entrySet()) {
            stored = moved(stored, name.getKey(), name.getValue());
        }
        return stored;
    }

    @Override
    public ObjectTree toServed(ObjectTree stored) {
        ObjectTree served = stored.with("apiVersion", "events.k8s.io/v1");
        for (Map.Entry<String, String> name : RENAMED.entrySet()) {
            served = moved(served, name.getValue(), name.getKey());
        }
        return served;
    }

    private static ObjectTree moved(ObjectTree event, String from, String to) {
        return event.has(from) ? event.with(to, event.get(from)).without(from) : event;
    }
}
