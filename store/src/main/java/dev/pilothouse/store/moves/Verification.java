package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.StoreException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/// Holds a target against the file that it was made from, entry by entry, both in the order of their keys.
final class Verification {
    private final Walk target;
    private final Values values;
    private final InstantSource clock;
    private final String ignored;
    private Optional<Entry> current = Optional.empty();

    /// What was found equal.
    ///
    /// @param kept how many have the revision of the file as well
    /// @param left how many weren't brought because they end
    record Result(long entries, long kept, long left) {}

    /// @param ignored a key that isn't the cluster's
    Verification(Spread target, Values values, InstantSource clock, String ignored) {
        this.target = new Walk(target);
        this.values = values;
        this.clock = clock;
        this.ignored = ignored;
    }

    /// @throws StoreException.Corrupt naming the first key that differs
    Result against(ExportReader file) {
        long entries = 0;
        long kept = 0;
        long left = 0;
        advance();
        for (var next = file.next(); next.isPresent(); next = file.next()) {
            switch (next.get().item()) {
                case ExportFile.Item.Lease lease -> values.note(lease);
                case ExportFile.Item.Stored(Entry wanted) -> {
                    boolean there = current.filter(it -> it.key().equals(wanted.key())).isPresent();
                    if (there) {
                        Entry found = current.orElseThrow();
                        compare(wanted, found);
                        entries++;
                        kept += found.modRevision() == wanted.modRevision() ? 1 : 0;
                        advance();
                    } else if (values.isOver(wanted) || hasEnded(wanted)) {
                        left++;
                    } else {
                        throw differs(wanted.key(), "isn't there");
                    }
                }
                case ExportFile.Item.Header _, ExportFile.Item.Elsewhere _, ExportFile.Item.End _ -> {}
            }
        }
        if (current.isPresent()) {
            throw differs(current.get().key(), "isn't in the file");
        }
        return new Result(entries, kept, left);
    }

    private boolean hasEnded(Entry wanted) {
        return values.end(wanted).filter(end -> end.isBefore(clock.instant())).isPresent();
    }

    private void compare(Entry wanted, Entry found) {
        if (!Arrays.equals(
                values.sealing().open(wanted).value(), values.sealing().open(found).value())) {
            throw differs(wanted.key(), "has another value");
        }
        if ((wanted.lease() == 0) != (found.lease() == 0)) {
            throw differs(wanted.key(), "has gained or lost its lease");
        }
        if (found.modRevision() < wanted.modRevision()) {
            throw differs(wanted.key(), "has an older revision than it had");
        }
    }

    private static StoreException differs(String key, String how) {
        return new StoreException.Corrupt("what was imported isn't what the file says: " + key + " " + how);
    }

    /// To the target's next entry.
    private void advance() {
        do {
            current = target.next();
        } while (current.filter(it -> it.key().equals(ignored)).isPresent());
    }
}
