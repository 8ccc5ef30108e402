package dev.pilothouse.apiserver.read;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is known of a resource's past before its cache is filled.
///
/// @param from the revision behind which all changes are known
/// @param until the revision up to which they are
/// @param events the changes between the two, in order, each with what it replaced
record Past(long from, long until, List<Event> events) {

    /// Begins behind the last change that doesn't tell what it replaced: older ones couldn't be undone.
    static Past of(long from, long until, List<Event> events) {
        long known = events.stream()
                .filter(event -> !tellsWhatWasBefore(event))
                .mapToLong(Event::revision)
                .reduce(from, Math::max);
        return new Past(
                known,
                until,
                events.stream().filter(event -> event.revision() > known).toList());
    }

    /// What another cache remembers of the same resource, as the store would tell it.
    ///
    /// @param form in which that cache holds the objects
    static Past of(long from, long until, List<Change> changes, StoredForm form) {
        return new Past(
                from, until, changes.stream().map(change -> event(change, form)).toList());
    }

    private static Event event(Change change, StoredForm form) {
        Optional<Entry> before = change.before().map(item -> entry(item, form));
        return change.deleted()
                ? new Event.Delete(change.now().key(), change.revision(), before)
                : new Event.Put(entry(change.now(), form), before);
    }

    private static Entry entry(Item item, StoredForm form) {
        return new Entry(item.key(), form.encode(item.object()), item.revision(), item.revision(), 0);
    }

    private static boolean tellsWhatWasBefore(Event event) {
        boolean created = event instanceof Event.Put put
                && put.entry().createRevision() == put.entry().modRevision();
        return created || event.previous().isPresent();
    }

    /// What there was at [#from], if this is what there was at [#until].
    Snapshot undone(Snapshot stored, Function<Entry, Item> decode) {
        Snapshot before = stored;
        for (Event event : events.reversed()) {
            if (event.revision() <= until) {
                before = event.previous().isPresent()
                        ? before.with(decode.apply(event.previous().get()))
                        : before.without(event.key());
            }
        }
        return before;
    }
}
