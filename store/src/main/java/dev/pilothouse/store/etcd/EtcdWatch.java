package dev.pilothouse.store.etcd;

import dev.pilothouse.store.wire.MessageFields;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Watch;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A watch over a stream of etcd's. It watches every key, whatever its prefix: so it hears of each revision as it is made, and
/// knows how far it has seen without asking for progress, which older servers answer wrongly.
///
/// A stream that breaks is opened again, at the next member, behind the last revision that was delivered.
final class EtcdWatch implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdWatch.class);

    /// Between two tries to open a stream.
    private static final Duration PAUSE = Duration.ofMillis(100);

    /// How often somebody who waits looks whether the watch was closed.
    private static final Duration LOOK = Duration.ofMillis(200);

    /// How long a stream may be silent before somebody looks whether its member is there, and between two such looks.
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /// How long a stream may take to open before the next member is tried.
    private static final Duration OPENING = Duration.ofSeconds(5);

    /// Messages that a stream may have on its way: half of them are asked for at once, when the other half was taken.
    private static final int AHEAD = 16;

    private final Members members;
    private final Messages messages;
    private final String prefix;
    private final List<Event> fragments = new ArrayList<>();
    private long next;
    private volatile Optional<Stream> open = Optional.empty();
    private volatile boolean closed;

    EtcdWatch(Members members, Messages messages, String prefix, long fromRevision) {
        this.members = members;
        this.messages = messages;
        this.prefix = prefix;
        this.next = fromRevision;
    }

    @Override
    public List<Event> next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            checkOpen();
            Stream stream = open.orElse(null);
            if (stream == null) {
                stream = new Stream(members.inUse(), next);
                open = Optional.of(stream);
            }
            long wait = Math.min(LOOK.toNanos(), deadline - System.nanoTime());
            Told told = stream.told.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (told == null) {
                if (stream.isSlowToOpen()) {
                    reopen(stream, "it doesn't open");
                } else {
                    Optional<Status> hopeless = stream.look();
                    if (hopeless.isPresent()) {
                        reopen(stream, Failures.text(hopeless.get()));
                    }
                }
            } else {
                List<Event> events = take(stream, told);
                if (!events.isEmpty()) {
                    return events;
                }
            }
            if (System.nanoTime() >= deadline) {
                return List.of();
            }
        }
    }

    private List<Event> take(Stream stream, Told told) throws InterruptedException {
        switch (told) {
            case Told.Ended(String why) -> {
                reopen(stream, why);
                return List.of();
            }
            case Told.Message(byte[] bytes) -> {
                stream.taken();
                Messages.Watched watched = messages.watched(new MessageFields(bytes));
                try {
                    members.check(stream.member, watched.header());
                } catch (StoreException.Unavailable stranger) {
                    reopen(stream, stranger.getMessage());
                    return List.of();
                }
                return take(stream, watched);
            }
        }
    }

    private List<Event> take(Stream stream, Messages.Watched watched) throws InterruptedException {
        if (watched.created()) {
            stream.created = true;
        }
        if (watched.compactRevision() != 0) {
            throw new StoreException.Compacted(watched.compactRevision());
        }
        if (watched.canceled()) {
            reopen(stream, watched.cancelReason());
            return List.of();
        }
        fragments.addAll(watched.events());
        if (watched.fragment() || fragments.isEmpty()) {
            return List.of();
        }
        List<Event> whole = List.copyOf(fragments);
        fragments.clear();
        List<Event> fresh = whole.stream()
                .filter(event -> event.revision() >= next && event.key().startsWith(prefix))
                .toList();
        next = Math.max(next, whole.getLast().revision() + 1);
        return fresh;
    }

    private void reopen(Stream stream, String why) throws InterruptedException {
        stream.cancel();
        open = Optional.empty();
        fragments.clear();
        checkOpen();
        members.failed(stream.member);
        LOG.info("The watch at {} ended and goes on from revision {}: {}", stream.member.endpoint(), next, why);
        Thread.sleep(PAUSE);
    }

    private void checkOpen() {
        members.checkOpen();
        if (closed) {
            throw new StoreException.Closed();
        }
    }

    @Override
    public long revision() {
        return next - 1;
    }

    @Override
    public void close() {
        closed = true;
        open.ifPresent(Stream::cancel);
    }

    private sealed interface Told {
        record Message(byte[] bytes) implements Told {}

        record Ended(String why) implements Told {}
    }

    /// One stream. The member sends a message only when one before was taken: what waits is bounded by etcd's side.
    private final class Stream extends ClientCall.Listener<byte[]> {
        private final Members.Member member;
        private final ClientCall<byte[], byte[]> call;
        private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
        private final long begun = System.nanoTime();
        private final Doubt doubt;
        private long looked = begun;
        private boolean created;
        private int taken;

        Stream(Members.Member member, long from) {
            this.member = member;
            this.doubt = members.doubt(member);
            this.call = Members.following(member).newCall(Calls.WATCH, CallOptions.DEFAULT);
            call.start(this, new Metadata());
            call.request(AHEAD);
            call.sendMessage(messages.watch(from));
        }

        boolean isSlowToOpen() {
            return !created && System.nanoTime() - begun > OPENING.toNanos();
        }

        void taken() {
            taken++;
            if (taken == AHEAD / 2) {
                call.request(taken);
                taken = 0;
            }
        }

        /// Why nothing will come; looks after a silence only.
        Optional<Status> look() {
            if (System.nanoTime() - looked < SILENCE.toNanos()) {
                return Optional.empty();
            }
            Optional<Status> hopeless = doubt.look();
            looked = System.nanoTime();
            return hopeless;
        }

        @Override
        public void onMessage(byte[] message) {
            told.add(new Told.Message(message));
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            told.add(new Told.Ended(Failures.text(status)));
        }

        void cancel() {
            call.cancel("the watch ends here", null);
        }
    }
}
