package dev.pilothouse.store;

import java.util.Optional;

/// One change of one key.
public sealed interface Event {
    String key();

    /// The revision of the transaction that made the change.
    long revision();

    /// What stood there before.
    Optional<Entry> previous();

    record Put(Entry entry, Optional<Entry> previous) implements Event {
        @Override
        public String key() {
            return entry.key();
        }

        @Override
        public long revision() {
            return entry.modRevision();
        }
    }

    record Delete(String key, long revision, Optional<Entry> previous) implements Event {}
}
