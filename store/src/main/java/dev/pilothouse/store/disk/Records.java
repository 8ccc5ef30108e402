package dev.pilothouse.store.disk;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands in the frames of journals and snapshots: one record after the other, each with a byte that tells its
/// kind. Integers are big-endian; texts and values have their length before them.
final class Records {
    private static final byte TRANSACTION = 1;
    private static final byte LEASE = 2;
    private static final byte ENTRY = 3;
    private static final byte END = 4;
    private static final byte CLOCK = 5;

    private Records() {}

    /// What reading a frame finds.
    sealed interface Found {
        record Transaction(List<Event> events) implements Found {}

        record Lease(long lease, Instant end) implements Found {}

        /// What the store's clock said when this was written.
        record Clock(Instant now) implements Found {}

        record Stored(Entry entry) implements Found {}

        /// The last record of a whole snapshot: the revision that it holds.
        record End(long revision) implements Found {}
    }

    /// Collects records for one frame.
    static final class Frame {
        private final Buffer bytes = new Buffer();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Frame() {
            reset();
        }

        void reset() {
            bytes.reset();
            bytes.writeBytes(new byte[Journal.HEADER_BYTES]);
        }

        boolean isEmpty() {
            return bytes.size() == Journal.HEADER_BYTES;
        }

        int bytes() {
            return bytes.size();
        }

        ByteBuffer buffer() {
            return bytes.buffer();
        }

        void transaction(List<Event> events) {
            write(() -> {
                out.writeByte(TRANSACTION);
                out.writeLong(events.getFirst().revision());
                out.writeInt(events.size());
                for (Event event : events) {
                    text(event.key());
                    switch (event) {
                        case Event.Put put -> {
                            out.writeBoolean(true);
                            out.writeLong(put.entry().createRevision());
                            out.writeLong(put.entry().lease());
                            value(put.entry().value());
                        }
                        case Event.Delete _ -> out.writeBoolean(false);
                    }
                }
            });
        }

        void lease(long lease, Instant end) {
            write(() -> {
                out.writeByte(LEASE);
                out.writeLong(lease);
                out.writeLong(end.toEpochMilli());
            });
        }

        void clock(Instant now) {
            write(() -> {
                out.writeByte(CLOCK);
                out.writeLong(now.toEpochMilli());
            });
        }

        void entry(Entry entry) {
            write(() -> {
                out.writeByte(ENTRY);
                text(entry.key());
                out.writeLong(entry.createRevision());
                out.writeLong(entry.modRevision());
                out.writeLong(entry.lease());
                value(entry.value());
            });
        }

        void end(long revision) {
            write(() -> {
                out.writeByte(END);
                out.writeLong(revision);
            });
        }

        private void text(String text) throws IOException {
            value(text.getBytes(StandardCharsets.UTF_8));
        }

        private void value(byte[] value) throws IOException {
            out.writeInt(value.length);
            out.write(value);
        }

        private interface Writing {
            void run() throws IOException;
        }

        private static void write(Writing writing) {
            try {
                writing.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Lends its bytes out without a copy.
    private static final class Buffer extends ByteArrayOutputStream {
        Buffer() {
            super(1 << 16);
        }

        ByteBuffer buffer() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    static List<Found> read(ByteBuffer in) {
        List<Found> found = new ArrayList<>();
        while (in.hasRemaining()) {
            byte kind = in.get();
            found.add(
                    switch (kind) {
                        case TRANSACTION -> transaction(in);
                        case LEASE -> new Found.Lease(in.getLong(), Instant.ofEpochMilli(in.getLong()));
                        case CLOCK -> new Found.Clock(Instant.ofEpochMilli(in.getLong()));
                        case ENTRY -> new Found.Stored(entry(in));
                        case END -> new Found.End(in.getLong());
                        default ->
                            throw new StoreException.Corrupt("a record of a kind that this version doesn't know: " + kind);
                    });
        }
        return found;
    }

    private static Found transaction(ByteBuffer in) {
        long revision = in.getLong();
        int count = in.getInt();
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String key = text(in);
            if (in.get() != 0) {
                long created = in.getLong();
                long lease = in.getLong();
                events.add(new Event.Put(new Entry(key, value(in), created, revision, lease), Optional.empty()));
            } else {
                events.add(new Event.Delete(key, revision, Optional.empty()));
            }
        }
        return new Found.Transaction(events);
    }

    private static Entry entry(ByteBuffer in) {
        String key = text(in);
        long created = in.getLong();
        long modified = in.getLong();
        long lease = in.getLong();
        return new Entry(key, value(in), created, modified, lease);
    }

    private static String text(ByteBuffer in) {
        return new String(value(in), StandardCharsets.UTF_8);
    }

    private static byte[] value(ByteBuffer in) {
        byte[] value = new byte[in.getInt()];
        in.get(value);
        return value;
    }
}
