package dev.pilothouse.apiserver.registry;

import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Transaction;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The IPAddress object that stands for a Service's address, written before the Service as upstream writes it, so that each has a
/// revision of its own. It is given back when the Service is refused; what a crash leaves behind is [LostAddresses]' to find.
final class AddressClaim {
    private static final Logger LOG = LoggerFactory.getLogger(AddressClaim.class);

    private final Commits commits;
    private final String key;
    private final byte[] value;
    private final boolean asked;
    private final AddressRange range;
    private long revision;

    /// @param asked whether this very address was asked for
    AddressClaim(Commits commits, String key, byte[] value, boolean asked, AddressRange range) {
        this.asked = asked;
        this.range = range;
        this.commits = commits;
        this.key = key;
        this.value = value;
    }

    /// Takes the address; false when somebody else was faster.
    boolean take(AllocationFigures figures) {
        long began = System.nanoTime();
        if (commits.apply(Transaction.create(key, value)) instanceof Outcome.Committed(long written)) {
            revision = written;
            figures.address(range, asked, began);
            return true;
        }
        return false;
    }

    /// Whether it is kept where what is below the prefix is: two stores have no transaction in common.
    boolean isBeside(String prefix) {
        return commits.store().keeping(key).equals(commits.store().keeping(prefix));
    }

    /// That the claim still stands: who was held up between the two writes may have lost it to somebody else.
    Transaction stands() {
        return new Transaction(List.of(new Transaction.Compare(key, revision)), List.of());
    }

    /// Gives back what was taken, since the Service was refused. Of a Service that may have been written nothing is given back.
    void giveBack() {
        try {
            commits.apply(Transaction.delete(key, revision));
        } catch (RuntimeException failed) {
            LOG.warn("The address {} is freed later: {}", key, failed.getMessage());
        }
    }
}
