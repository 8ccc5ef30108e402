package dev.pilothouse.store.linear;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Page;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.disk.DiskStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A process of its own around a disk store, so that it can be killed. Answers one request a connection; see [RemoteStore].
final class StoreProcess {
    static final int COMMIT = 1;
    static final int GET = 2;
    static final int RANGE = 3;
    static final int REVISION = 4;
    static final int COMPACT = 5;
    static final int WATCH = 6;

    private static final int WAITING_CONNECTIONS = 64;

    private StoreProcess() {}

    /// Opens the store in the folder, and writes the port at which it answers into the file.
    public static void main(String[] arguments) throws IOException {
        Store store = DiskStore.open(
                Path.of(arguments[0]), InstantSource.system(), task -> Thread.ofPlatform().start(task));
        try (ServerSocket door = new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress())) {
            Path port = Path.of(arguments[1]);
            Path unfinished = port.resolveSibling(port.getFileName() + ".new");
            Files.writeString(unfinished, Integer.toString(door.getLocalPort()));
            Files.move(unfinished, port, StandardCopyOption.ATOMIC_MOVE);
            while (true) {
                Socket socket = door.accept();
                Thread.ofVirtual().start(() -> answer(store, socket));
            }
        }
    }

    private static void answer(Store store, Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))) {
            socket.setTcpNoDelay(true);
            try {
                answer(store, in, out);
            } catch (StoreException e) {
                out.writeBoolean(false);
                out.writeUTF(e.getClass().getSimpleName());
                out.writeUTF(e.getMessage());
            }
        } catch (IOException left) {
            // Whoever asked doesn't want to know any more.
            Thread.onSpinWait();
        }
    }

    private static void answer(Store store, DataInputStream in, DataOutputStream out) throws IOException {
        switch (in.readByte()) {
            case COMMIT -> {
                Outcome outcome = store.commit(transaction(in));
                out.writeBoolean(true);
                switch (outcome) {
                    case Outcome.Committed(long revision) -> {
                        out.writeBoolean(true);
                        out.writeLong(revision);
                    }
                    case Outcome.Conflict(String key, Optional<Entry> current) -> {
                        out.writeBoolean(false);
                        out.writeUTF(key);
                        optional(out, current);
                    }
                }
            }
            case GET -> {
                Optional<Entry> entry = store.get(in.readUTF());
                out.writeBoolean(true);
                optional(out, entry);
            }
            case RANGE -> {
                Page page = store.range(Range.of(in.readUTF()));
                out.writeBoolean(true);
                out.writeLong(page.revision());
                out.writeInt(page.entries().size());
                for (Entry entry : page.entries()) {
                    entry(out, entry);
                }
            }
            case REVISION -> {
                long revision = store.revision();
                out.writeBoolean(true);
                out.writeLong(revision);
            }
            case COMPACT -> {
                store.compact(in.readLong());
                out.writeBoolean(true);
            }
            case WATCH -> watch(store, in, out);
            default -> throw new IOException("a request that nobody knows");
        }
    }

    private static void watch(Store store, DataInputStream in, DataOutputStream out) throws IOException {
        String prefix = in.readUTF();
        long from = in.readLong();
        Duration timeout = Duration.ofMillis(in.readLong());
        List<Event> events;
        long seen;
        try (Watch watch = store.watch(prefix, from)) {
            events = watch.next(timeout);
            seen = watch.revision();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        out.writeBoolean(true);
        out.writeInt(events.size());
        for (Event event : events) {
            switch (event) {
                case Event.Put(Entry entry, var _) -> {
                    out.writeBoolean(true);
                    entry(out, entry);
                }
                case Event.Delete(String key, long revision, var _) -> {
                    out.writeBoolean(false);
                    out.writeUTF(key);
                    out.writeLong(revision);
                }
            }
        }
        out.writeLong(seen);
    }

    private static Transaction transaction(DataInputStream in) throws IOException {
        List<Transaction.Compare> compares = new ArrayList<>();
        int compareCount = in.readInt();
        for (int i = 0; i < compareCount; i++) {
            compares.add(new Transaction.Compare(in.readUTF(), in.readLong()));
        }
        List<Transaction.Change> changes = new ArrayList<>();
        int changeCount = in.readInt();
        for (int i = 0; i < changeCount; i++) {
            String key = in.readUTF();
            changes.add(
                    in.readBoolean()
                            ? new Transaction.Change.Put(key, bytes(in), 0)
                            : new Transaction.Change.Delete(key));
        }
        return new Transaction(compares, changes);
    }

    private static void optional(DataOutputStream out, Optional<Entry> entry) throws IOException {
        out.writeBoolean(entry.isPresent());
        if (entry.isPresent()) {
            entry(out, entry.get());
        }
    }

    private static void entry(DataOutputStream out, Entry entry) throws IOException {
        out.writeUTF(entry.key());
        bytes(out, entry.value());
        out.writeLong(entry.createRevision());
        out.writeLong(entry.modRevision());
    }

    static Entry entry(DataInputStream in) throws IOException {
        return new Entry(in.readUTF(), bytes(in), in.readLong(), in.readLong(), 0);
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
