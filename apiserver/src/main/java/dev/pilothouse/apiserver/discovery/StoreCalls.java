package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.CallFamilies;
import dev.pilothouse.store.RemoteCalls;
import dev.pilothouse.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the stores have asked of other processes, all of them together.
public record StoreCalls(Store store) implements Source {
    @Override
    public void tell(Sink sink) {
        Map<Family, Map<List<String>, Long>> sums = new HashMap<>();
        Stream.concat(Stream.of(store), store.others().stream())
                .flatMap(each -> each.remoteCalls().stream())
                .forEach(calls -> add(sums, calls));
        sums.forEach((family, values) ->
                values.forEach((labels, sum) -> sink.value(family, sum, labels.toArray(String[]::new))));
    }

    private static void add(Map<Family, Map<List<String>, Long>> sums, RemoteCalls calls) {
        List<String> labels = List.of(calls.method(), calls.service(), calls.type());
        add(sums, CallFamilies.STARTED, labels, calls.started());
        add(sums, CallFamilies.SENT, labels, calls.sent());
        add(sums, CallFamilies.RECEIVED, labels, calls.received());
        new TreeMap<>(calls.handled())
                .forEach((code, count) -> add(
                        sums, CallFamilies.HANDLED, List.of(code, calls.method(), calls.service(), calls.type()), count));
    }

    private static void add(Map<Family, Map<List<String>, Long>> sums, Family family, List<String> labels, long count) {
        sums.computeIfAbsent(family, _ -> new HashMap<>()).merge(labels, count, Long::sum);
    }
}
