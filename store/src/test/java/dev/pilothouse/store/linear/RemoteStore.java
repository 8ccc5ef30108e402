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
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A store in another process, by way of [StoreProcess]. Each request has a connection of its own, so that one that hangs holds
/// up nobody else.
record RemoteStore(int port) implements Store {
    /// A process that takes longer is paused or gone.
    private static final int ANSWER_MILLIS = 2_000;

    private interface Talk<T> {
        T with(DataInputStream in, DataOutputStream out) throws IOException;
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        return socket;
    }

    private <T> T talk(Talk<T> talk) {
        try (Socket socket = connected();
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
            return talk.with(in, out);
        } catch (IOException e) {
            throw new StoreException.Unusable("the process of the store didn't answer: " + e.getMessage(), e);
        }
    }

    @Override
    public Outcome commit(Transaction transaction) {
        return talk((in, out) -> {
            out.writeByte(StoreProcess.COMMIT);
            out.writeInt(transaction.compares().size());
            for (Transaction.Compare compare : transaction.compares()) {
                out.writeUTF(compare.key());
                out.writeLong(compare.modRevision());
            }
            out.writeInt(transaction.changes().size());
            for (Transaction.Change change : transaction.changes()) {
                out.writeUTF(change.key());
                out.writeBoolean(change instanceof Transaction.Change.Put);
                if (change instanceof Transaction.Change.Put put) {
                    StoreProcess.bytes(out, put.value());
                }
            }
            out.flush();
            check(in);
            return in.readBoolean()
                    ? new Outcome.Committed(in.readLong())
                    : new Outcome.Conflict(in.readUTF(), optional(in));
        });
    }

    private static void check(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            String type = in.readUTF();
            String message = in.readUTF();
            throw type.equals("Full") ? new StoreException.Full(message, null) : new StoreException.Unusable(message, null);
        }
    }

    private static Optional<Entry> optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(StoreProcess.entry(in)) : Optional.empty();
    }

    @Override
    public Optional<Entry> get(String key) {
        return talk((in, out) -> {
            out.writeByte(StoreProcess.GET);
            out.writeUTF(key);
            out.flush();
            check(in);
            return optional(in);
        });
    }

    @Override
    public Page range(Range range) {
        return talk((in, out) -> {
            out.writeByte(StoreProcess.RANGE);
            out.writeUTF(range.prefix());
            out.flush();
            check(in);
            long revision = in.readLong();
            int count = in.readInt();
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                entries.add(StoreProcess.entry(in));
            }
            return new Page(entries, revision, 0);
        });
    }

    @Override
    public long revision() {
        return talk((in, out) -> {
            out.writeByte(StoreProcess.REVISION);
            out.flush();
            check(in);
            return in.readLong();
        });
    }

    @Override
    public void compact(long revision) {
        boolean _ = talk((in, out) -> {
            out.writeByte(StoreProcess.COMPACT);
            out.writeLong(revision);
            out.flush();
            check(in);
            return true;
        });
    }

    /// Asks again and again from where it is: the process keeps nothing for it.
    @Override
    public Watch watch(String prefix, long fromRevision) {
        return new Watch() {
            private long seen = fromRevision - 1;

            @Override
            public List<Event> next(Duration timeout) {
                return talk((in, out) -> {
                    out.writeByte(StoreProcess.WATCH);
                    out.writeUTF(prefix);
                    out.writeLong(seen + 1);
                    out.writeLong(timeout.toMillis());
                    out.flush();
                    check(in);
                    int count = in.readInt();
                    List<Event> events = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        events.add(
                                in.readBoolean()
                                        ? new Event.Put(StoreProcess.entry(in), Optional.empty())
                                        : new Event.Delete(in.readUTF(), in.readLong(), Optional.empty()));
                    }
                    seen = in.readLong();
                    return events;
                });
            }

            @Override
            public long revision() {
                return seen;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long compactedRevision() {
        throw new IllegalStateException("nobody asks for it here");
    }

    @Override
    public long lease(Duration ttl) {
        throw new IllegalStateException("nobody asks for it here");
    }

    @Override
    public Optional<Duration> remaining(long lease) {
        throw new IllegalStateException("nobody asks for it here");
    }

    @Override
    public void close() {}
}
