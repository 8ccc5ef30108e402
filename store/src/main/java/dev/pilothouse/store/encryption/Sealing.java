package dev.pilothouse.store.encryption;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which providers serve which keys. The rules may be replaced while others seal and open: each value goes by one set of rules.
public final class Sealing {
    private static final String USUAL_ROOT = "/registry";

    /// Who failed to open what nobody opens.
    private static final String UNKNOWN = "unknown";

    private volatile List<Rule> rules;
    private final String root;
    private final Transformations heard;

    /// Which providers serve the keys with a prefix. Of several rules that fit a key the first one holds.
    public record Rule(String prefix, Providers providers) {}

    public Sealing(List<Rule> rules) {
        this(rules, USUAL_ROOT);
    }

    /// @param root what stands in the place of `/registry` where the values are kept: what is sealed belongs to the key that it has
    ///     there, as upstream's does
    public Sealing(List<Rule> rules, String root) {
        this(rules, root, Transformations.NONE);
    }

    /// @param heard hears what is done
    public Sealing(List<Rule> rules, String root, Transformations heard) {
        this.rules = List.copyOf(rules);
        this.root = root;
        this.heard = heard;
    }

    /// The same, heard by somebody else.
    public Sealing heardBy(Transformations other) {
        return new Sealing(rules, root, other);
    }

    public void replace(List<Rule> others) {
        rules = List.copyOf(others);
    }

    /// Whether a key of any rule is kept by somebody else.
    public boolean hasRemoteKeys() {
        return all().anyMatch(Provider::isRemote);
    }

    /// Whether all who keep keys are well now. Each is asked, so that all that are away are told of.
    public boolean isWell() {
        return all().filter(provider -> !provider.isWell()).toList().isEmpty();
    }

    private Stream<Provider> all() {
        return rules.stream()
                .flatMap(rule -> rule.providers().providers().stream())
                .distinct();
    }

    private Optional<Providers> providers(String key) {
        for (Rule rule : rules) {
            if (key.startsWith(rule.prefix())) {
                return Optional.of(rule.providers());
            }
        }
        return Optional.empty();
    }

    /// Whether values of this key may be kept in other bytes than they are read in.
    boolean covers(String key) {
        return providers(key).isPresent();
    }

    /// Whether an event must be looked at before it is told. What is sealed must, whatever the rules: nobody takes it for an object.
    boolean concerns(Event event) {
        return covers(event.key()) || event instanceof Event.Put put && SealedValue.is(put.entry().value());
    }

    /// The entry as it is meant to be read. What no rule is for and is sealed all the same is nothing to read.
    ///
    /// @throws StoreException.Unreadable if no provider opens it
    Entry read(Entry entry) {
        if (SealedValue.is(entry.value()) && !covers(entry.key())) {
            throw new StoreException.Unreadable(
                    entry.key(),
                    "identity transformer tried to read encrypted data ("
                            + SealedValue.prefix(entry.value()).orElseThrow() + ")");
        }
        return open(entry);
    }

    /// What no rule is for stays as it is.
    ///
    /// @throws StoreException.Unreadable if no provider opens it
    public Entry open(Entry entry) {
        Optional<Providers> providers = providers(entry.key());
        if (providers.isEmpty()) {
            return entry;
        }
        Providers.Opened opened = heardOpening(providers.get(), entry);
        return new Entry(
                entry.key(),
                opened.plain(),
                entry.createRevision(),
                entry.modRevision(),
                entry.lease(),
                opened.stale());
    }

    private Providers.Opened heardOpening(Providers providers, Entry entry) {
        long began = System.nanoTime();
        try {
            Providers.Opened opened = opened(providers, entry);
            heard.done(entry.key(), opened.by(), true, false, System.nanoTime() - began);
            return opened;
        } catch (StoreException.Unreadable e) {
            heard.done(entry.key(), UNKNOWN, true, true, System.nanoTime() - began);
            throw e;
        }
    }

    /// What was brought from under `/registry` opens too, and is sealed for its new place when it is next written.
    private Providers.Opened opened(Providers providers, Entry entry) {
        String kept = kept(entry.key());
        try {
            return providers.open(entry.key(), kept, entry.value());
        } catch (StoreException.Unreadable here) {
            if (kept.equals(entry.key())) {
                throw here;
            }
            try {
                Providers.Opened there = providers.open(entry.key(), entry.key(), entry.value());
                return new Providers.Opened(there.plain(), true, there.by());
            } catch (StoreException.Unreadable nowhere) {
                throw here;
            }
        }
    }

    /// The key where it is kept.
    private String kept(String key) {
        return key.startsWith(USUAL_ROOT + "/") ? root + key.substring(USUAL_ROOT.length()) : key;
    }

    /// What stood there before is left out when nobody can read it: it is on its way out.
    ///
    /// @throws StoreException.Unreadable if no provider opens what stands there now
    Event read(Event event) {
        if (!concerns(event)) {
            return event;
        }
        Optional<Entry> previous = event.previous().flatMap(this::readable);
        return switch (event) {
            case Event.Put put -> new Event.Put(read(put.entry()), previous);
            case Event.Delete delete -> new Event.Delete(delete.key(), delete.revision(), previous);
        };
    }

    private Optional<Entry> readable(Entry entry) {
        try {
            return Optional.of(read(entry));
        } catch (StoreException.Unreadable e) {
            return Optional.empty();
        }
    }

    /// @throws StoreException.Unusable if the provider can't
    public byte[] seal(String key, byte[] plain) {
        Optional<Providers> found = providers(key);
        if (found.isEmpty()) {
            return plain;
        }
        long began = System.nanoTime();
        boolean failed = true;
        try {
            byte[] sealed = found.get().seal(kept(key), plain);
            failed = false;
            return sealed;
        } finally {
            String label = found.get().providers().getFirst().label();
            heard.done(key, label, false, failed, System.nanoTime() - began);
        }
    }
}
