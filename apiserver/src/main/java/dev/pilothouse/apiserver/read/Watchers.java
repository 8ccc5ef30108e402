package dev.pilothouse.apiserver.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The open watches of one resource. Used under its cache's lock; a watch that is told to end may leave at once.
final class Watchers {
    private final Set<Watcher> untriggered = ConcurrentHashMap.newKeySet();
    /// Watchers that only want objects with one value of one field, found without asking each of them.
    private final Map<Watcher.Trigger, Set<Watcher>> triggered = new HashMap<>();

    void add(Watcher watcher) {
        watcher.trigger()
                .map(trigger -> triggered.computeIfAbsent(trigger, _ -> ConcurrentHashMap.newKeySet()))
                .orElse(untriggered)
                .add(watcher);
    }

    void remove(Watcher watcher) {
        untriggered.remove(watcher);
        watcher.trigger().ifPresent(trigger -> triggered.computeIfPresent(trigger, (_, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        }));
    }

    /// Puts the changes into the queues of those whom they concern.
    ///
    /// @return who has something to tell, once for each change
    List<Watcher> offer(List<Change> changes) {
        List<Watcher> offered = new ArrayList<>();
        for (Change change : changes) {
            offer(untriggered, change, offered);
            if (!triggered.isEmpty()) {
                offerTriggered(change, offered);
            }
        }
        return offered;
    }

    private void offerTriggered(Change change, List<Watcher> offered) {
        for (String field : Watcher.Trigger.FIELDS) {
            Optional<String> now = Watcher.Trigger.value(field, change.now());
            Optional<String> before = change.before().flatMap(item -> Watcher.Trigger.value(field, item));
            now.ifPresent(value -> offer(field, value, change, offered));
            before.filter(value -> !now.equals(Optional.of(value))).ifPresent(value -> offer(field, value, change, offered));
        }
    }

    private void offer(String field, String value, Change change, List<Watcher> offered) {
        offer(triggered.getOrDefault(new Watcher.Trigger(field, value), Set.of()), change, offered);
    }

    private static void offer(Set<Watcher> watchers, Change change, List<Watcher> offered) {
        for (Watcher watcher : watchers) {
            if (watcher.offer(change)) {
                offered.add(watcher);
            }
        }
    }

    void end() {
        untriggered.forEach(Watcher::end);
        // What is left of the map changes while those who end leave it.
        List.copyOf(triggered.values()).forEach(all -> all.forEach(Watcher::end));
    }

    int count() {
        return untriggered.size() + triggered.values().stream().mapToInt(Set::size).sum();
    }
}
