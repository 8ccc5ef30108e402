package dev.pilothouse.bench;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.disk.DiskStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Fills the embedded store of a cluster that doesn't run: many objects like one that an API server has written, each with its own
/// name, uid and revision. What lies on the disk afterwards is what a server would have left there that wrote them one by one.
public final class StoreFill {
    /// As many as share an fsync when 64 clients write.
    private static final int WRITERS = 64;

    private static final int UID_DIGITS = 12;

    private StoreFill() {}

    /// @param arguments the store's folder, the key of the object to repeat, how often
    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[2]);
        try (DiskStore store = DiskStore.open(
                Path.of(arguments[0]),
                InstantSource.system(),
                task -> Thread.ofPlatform().start(task))) {
            Entry sample = store.get(arguments[1]).orElseThrow();
            AtomicInteger next = new AtomicInteger();
            CountDownLatch writing = new CountDownLatch(WRITERS);
            for (int i = 0; i < WRITERS; i++) {
                Thread.ofVirtual().start(() -> {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        store.commit(copy(sample, number));
                    }
                    writing.countDown();
                });
            }
            writing.await();
            System.out.println(count + " times " + sample.value().length + " bytes");
        }
    }

    private static Transaction copy(Entry sample, int number) {
        String name = sample.key().substring(sample.key().lastIndexOf('/') + 1);
        String text = new String(sample.value(), StandardCharsets.UTF_8)
                .replace("\"name\":\"" + name + "\"", "\"name\":\"" + name + "-" + number + "\"");
        int uid = text.indexOf("\"uid\":\"") + "\"uid\":\"".length() + 36 - UID_DIGITS;
        String own = text.substring(0, uid) + ("%0" + UID_DIGITS + "x").formatted(number) + text.substring(uid + UID_DIGITS);
        return Transaction.create(sample.key() + "-" + number, own.getBytes(StandardCharsets.UTF_8));
    }
}
