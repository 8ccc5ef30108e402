package dev.pilothouse.store.etcd;

import dev.pilothouse.store.wire.MessageBytes;
import dev.pilothouse.store.wire.MessageFields;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The messages of etcd's v3 API that the store needs (`etcdserverpb/rpc.proto`, `mvccpb/kv.proto`), with its field numbers.
final class Messages {
    private static final byte[] EVERYTHING = {0};

    private final Keys keys;

    Messages(Keys keys) {
        this.keys = keys;
    }

    /// What every answer begins with.
    record Header(long clusterId, long memberId, long revision, long term) {
        static final Header NONE = new Header(0, 0, 0, 0);

        static Header read(MessageFields in) {
            long cluster = 0;
            long member = 0;
            long revision = 0;
            long term = 0;
            for (int field = in.next(); field != 0; field = in.next()) {
                switch (field) {
                    case 1 -> cluster = in.number();
                    case 2 -> member = in.number();
                    case 3 -> revision = in.number();
                    case 4 -> term = in.number();
                    default -> {}
                }
            }
            return new Header(cluster, member, revision, term);
        }

        /// The header of any answer: it is field 1 of all of them.
        static Header of(byte[] answer) {
            MessageFields in = new MessageFields(answer);
            for (int field = in.next(); field != 0; field = in.next()) {
                if (field == 1) {
                    return read(in.message());
                }
            }
            return NONE;
        }
    }

    // ---- ranges

    byte[] get(byte[] key) {
        return new MessageBytes().bytes(1, key).done();
    }

    byte[] range(byte[] key, byte[] end, long limit, long revision) {
        return new MessageBytes()
                .bytes(1, key)
                .bytes(2, end)
                .number(3, limit)
                .number(4, revision)
                .done();
    }

    /// Asks for no more than an answer with its header.
    byte[] nothing(long revision) {
        return new MessageBytes()
                .bytes(1, EVERYTHING)
                .number(4, revision)
                .flag(8, true)
                .flag(9, true)
                .done();
    }

    record Ranged(Header header, List<Entry> entries, long count) {}

    Ranged ranged(MessageFields in) {
        Header header = Header.NONE;
        List<Entry> entries = new ArrayList<>();
        long count = 0;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> header = Header.read(in.message());
                case 2 -> entries.add(entry(in.message()));
                case 4 -> count = in.number();
                default -> {}
            }
        }
        return new Ranged(header, entries, count);
    }

    private Entry entry(MessageFields in) {
        String key = "";
        byte[] value = {};
        long created = 0;
        long modified = 0;
        long lease = 0;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> key = keys.fromEtcd(in.bytes());
                case 2 -> created = in.number();
                case 3 -> modified = in.number();
                case 5 -> value = in.bytes();
                case 6 -> lease = in.number();
                default -> {}
            }
        }
        return new Entry(key, value, created, modified, lease);
    }

    // ---- transactions

    byte[] transaction(Transaction transaction) {
        MessageBytes out = new MessageBytes();
        for (Transaction.Compare compare : transaction.compares()) {
            // result EQUAL is 0; target MOD is 2. The number is written though it be 0: it is one of several.
            byte[] revision = new MessageBytes().number(6, compare.modRevision()).done();
            MessageBytes message = new MessageBytes().number(2, 2).bytes(3, keys.toEtcd(compare.key()));
            out.message(1, join(message.done(), revision.length == 0 ? new byte[] {6 << 3, 0} : revision));
        }
        for (Transaction.Change change : transaction.changes()) {
            MessageBytes op = new MessageBytes();
            switch (change) {
                case Transaction.Change.Put put ->
                    op.message(2, put(keys.toEtcd(put.key()), put.value(), put.lease()));
                case Transaction.Change.Delete delete ->
                    op.message(
                            3,
                            new MessageBytes()
                                    .bytes(1, keys.toEtcd(delete.key()))
                                    .done());
            }
            out.message(2, op.done());
        }
        for (Transaction.Compare compare : transaction.compares()) {
            out.message(
                    3, new MessageBytes().message(1, get(keys.toEtcd(compare.key()))).done());
        }
        return out.done();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] put(byte[] key, byte[] value, long lease) {
        return new MessageBytes()
                .bytes(1, key)
                .bytes(2, value)
                .number(3, lease)
                .done();
    }

    /// Writes the key if it was written so many times (`version`), and reads it if not.
    byte[] putAtVersion(byte[] key, byte[] value, long version) {
        byte[] number = version == 0
                ? new byte[] {4 << 3, 0}
                : new MessageBytes().number(4, version).done();
        return new MessageBytes()
                .message(1, join(new MessageBytes().bytes(3, key).done(), number))
                .message(2, new MessageBytes().message(2, put(key, value, 0)).done())
                .message(3, new MessageBytes().message(1, get(key)).done())
                .done();
    }

    record Answered(Header header, boolean succeeded, List<Ranged> ranges) {}

    Answered answered(MessageFields in) {
        Header header = Header.NONE;
        boolean succeeded = false;
        List<Ranged> ranges = new ArrayList<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> header = Header.read(in.message());
                case 2 -> succeeded = in.flag();
                case 3 -> {
                    MessageFields op = in.message();
                    if (op.next() == 1) {
                        ranges.add(ranged(op.message()));
                    }
                }
                default -> {}
            }
        }
        return new Answered(header, succeeded, ranges);
    }

    /// How often the key of a range's first entry was written; 0 if there is none.
    static long versionOfFirst(MessageFields answer) {
        for (int field = answer.next(); field != 0; field = answer.next()) {
            if (field == 3) {
                MessageFields op = answer.message();
                return op.next() == 1 ? versionInRange(op.message()) : 0;
            }
        }
        return 0;
    }

    private static long versionInRange(MessageFields range) {
        for (int field = range.next(); field != 0; field = range.next()) {
            if (field == 2) {
                MessageFields entry = range.message();
                for (int part = entry.next(); part != 0; part = entry.next()) {
                    if (part == 4) {
                        return entry.number();
                    }
                }
            }
        }
        return 0;
    }

    // ---- watches

    /// A watch on everything: changes elsewhere tell how far it has seen.
    byte[] watch(long fromRevision) {
        byte[] create = new MessageBytes()
                .bytes(1, EVERYTHING)
                .bytes(2, Keys.NO_END)
                .number(3, fromRevision)
                .flag(6, true)
                .flag(8, true)
                .done();
        return new MessageBytes().message(1, create).done();
    }

    record Watched(
            Header header,
            boolean created,
            boolean canceled,
            long compactRevision,
            String cancelReason,
            boolean fragment,
            List<Event> events) {}

    Watched watched(MessageFields in) {
        Header header = Header.NONE;
        boolean created = false;
        boolean canceled = false;
        long compacted = 0;
        String reason = "";
        boolean fragment = false;
        List<Event> events = new ArrayList<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> header = Header.read(in.message());
                case 3 -> created = in.flag();
                case 4 -> canceled = in.flag();
                case 5 -> compacted = in.number();
                case 6 -> reason = in.text();
                case 7 -> fragment = in.flag();
                case 11 -> events.add(event(in.message()));
                default -> {}
            }
        }
        return new Watched(header, created, canceled, compacted, reason, fragment, events);
    }

    private Event event(MessageFields in) {
        boolean deleted = false;
        Optional<Entry> entry = Optional.empty();
        Optional<Entry> previous = Optional.empty();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> deleted = in.number() == 1;
                case 2 -> entry = Optional.of(entry(in.message()));
                case 3 -> previous = Optional.of(entry(in.message()));
                default -> {}
            }
        }
        Entry now = entry.orElseThrow();
        return deleted ? new Event.Delete(now.key(), now.modRevision(), previous) : new Event.Put(now, previous);
    }

    // ---- the rest

    byte[] lease(long seconds) {
        return new MessageBytes().number(1, seconds).done();
    }

    /// The number of a granted lease.
    static long leaseOf(byte[] answer) {
        MessageFields in = new MessageFields(answer);
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 2) {
                return in.number();
            }
        }
        return 0;
    }

    /// What a lease that was asked for has left; -1 when it has ended.
    static long secondsOf(byte[] answer) {
        MessageFields in = new MessageFields(answer);
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 3) {
                return in.number();
            }
        }
        return 0;
    }

    byte[] compaction(long revision) {
        return new MessageBytes().number(1, revision).done();
    }

    /// The server's version in the answer to a status request.
    static String versionOf(byte[] answer) {
        MessageFields in = new MessageFields(answer);
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 2) {
                return in.text();
            }
        }
        return "";
    }

    /// The size of the database in the answer to a status request, in bytes.
    static long sizeOf(byte[] answer) {
        MessageFields in = new MessageFields(answer);
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 3) {
                return in.number();
            }
        }
        return 0;
    }

    /// Whom a member follows (0: nobody), and in which term.
    record State(long leader, long term) {}

    /// The member's state in the answer to a status request.
    static State stateOf(byte[] answer) {
        MessageFields in = new MessageFields(answer);
        long leader = 0;
        long term = 0;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 4 -> leader = in.number();
                case 6 -> term = in.number();
                default -> {}
            }
        }
        return new State(leader, term);
    }
}
