package dev.pilothouse.store.moves;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Store;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// An import into stores whose revisions are counted by their writes. One after the other is filled; the first one's mark stands
/// until all of them hold what they should.
final class LiveImport {
    private final Spread target;
    private final String mark;
    private final Import.Order order;
    private final InstantSource clock;
    private final Values values;
    private final Map<Store, Filling> fillings = new LinkedHashMap<>();

    LiveImport(
            Spread target,
            String mark,
            Import.Order order,
            InstantSource clock,
            Executor executor,
            Import.Progress progress) {
        this.target = target;
        this.mark = mark;
        this.order = order;
        this.clock = clock;
        this.values = new Values(order.sealing(), clock.instant());
        target.stores().forEach(store ->
                fillings.put(store, new Filling(store, mark, values, clock, executor, progress)));
    }

    Import.Result run() {
        fillings.values().forEach(Filling::refuseUsed);
        try (ExportReader file = ExportReader.open(order.file())) {
            distribute(file);
            fillings.forEach((store, filling) -> filling.fill(file, last(file, store)));
        }
        return finished();
    }

    /// Reads the file to its end, so that nothing is written of one that is damaged or can't be decrypted.
    private void distribute(ExportReader file) {
        for (var next = file.next(); next.isPresent(); next = file.next()) {
            ExportReader.Placed placed = next.get();
            switch (placed.item()) {
                case ExportFile.Item.Lease lease -> values.note(lease);
                case ExportFile.Item.Stored(Entry entry) -> {
                    order.sealing().open(entry);
                    if (!values.isOver(entry)) {
                        fillings.get(target.keeping(entry.key())).note(entry.modRevision(), placed.offset(), placed.length());
                    }
                }
                case ExportFile.Item.Header _, ExportFile.Item.Elsewhere _, ExportFile.Item.End _ -> {}
            }
        }
    }

    /// Behind every revision that was seen of anything that the store keeps from now on, wherever that was.
    private long last(ExportReader file, Store store) {
        return order.bump()
                + Stream.of(Stream.of(Spread.REST), target.prefixes().stream(), file.prefixes().stream())
                        .flatMap(prefixes -> prefixes)
                        .filter(prefix -> target.keeping(prefix).equals(store))
                        .mapToLong(file::revision)
                        .max()
                        .orElseThrow();
    }

    private Import.Result finished() {
        Verification.Result same;
        try (ExportReader file = ExportReader.open(order.file())) {
            same = new Verification(target, values, clock, mark).against(file);
        }
        List.copyOf(fillings.values()).reversed().forEach(Filling::finish);
        return new Import.Result(target.store().revision(), same.entries(), same.kept(), same.left());
    }
}
