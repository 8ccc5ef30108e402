package dev.pilothouse.store.etcd;

import dev.pilothouse.store.RemoteCalls;
import dev.pilothouse.store.StoreException;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.LoggerFactory;

/// The members of an etcd cluster, one channel each. Requests go to one of them until it fails, then to the next.
///
/// E1 A read is tried again within its time; a write only when it certainly never reached a member.
/// E2 All members belong to the cluster that answered first: who answers for another one is refused by name, and is asked to
///    change nothing.
final class Members implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Members.class);

    /// At DEBUG both print frames, Secrets among them. Held, because loggers that nobody holds forget their level.
    private static final List<Logger> QUIET = List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

    private static final Metadata.Key<String> HAS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    /// grpc asks a silent member this often whether it is there, and gives it so long to say so. Only while it is asked for
    /// something: etcd ends connections that are pinged without (`too_many_pings`).
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);

    private static final Duration KEEPALIVE_ANSWER = Duration.ofSeconds(3);

    /// How long one member may take over a read before the next is asked.
    private static final Duration ATTEMPT = Duration.ofSeconds(3);

    /// Between two rounds over members none of which answered.
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final CallCounts calls = new CallCounts();
    private final Waiting waiting = new Waiting();
    private final List<Member> members;
    private final Duration answering;
    private final AtomicInteger current = new AtomicInteger();
    private final AtomicLong clusterId = new AtomicLong();

    /// The newest of etcd's terms that was heard of: a request that was put in an older one may have ended with its leader.
    private final AtomicLong term = new AtomicLong();
    private volatile boolean closed;

    record Member(String endpoint, ManagedChannel channel, Pulse pulse) {
        static Member at(String endpoint, ManagedChannel channel) {
            return new Member(endpoint, channel, new Pulse(channel));
        }
    }

    Members(EtcdSettings settings) {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        this.members = settings.endpoints().stream()
                .map(endpoint -> Member.at(endpoint, channel(endpoint, settings, calls)))
                .toList();
        this.answering = settings.answering();
    }

    private static ManagedChannel channel(String endpoint, EtcdSettings settings, CallCounts calls) {
        try {
            var credentials = EtcdSettings.isSecure(endpoint) ? secure(settings.tls()) : InsecureChannelCredentials.create();
            return NettyChannelBuilder.forTarget("dns:///" + EtcdSettings.target(endpoint), credentials)
                    .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
                    .keepAliveTimeout(KEEPALIVE_ANSWER.toSeconds(), TimeUnit.SECONDS)
                    .intercept(calls)
                    // What is done with an answer on the connection's thread is to put it down for who waits.
                    .directExecutor()
                    .addTransportFilter(Acquaintance.OF_EACH)
                    // A range of many objects is one message.
                    .maxInboundMessageSize(Integer.MAX_VALUE)
                    // Its service configuration could only come from a stranger's DNS.
                    .disableServiceConfigLookUp()
                    .build();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new StoreException.Unusable("etcd's certificates can't be used: " + e.getMessage(), e);
        }
    }

    private static ChannelCredentials secure(EtcdTls tls) throws GeneralSecurityException, IOException {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        if (!tls.authorities().isEmpty()) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (int i = 0; i < tls.authorities().size(); i++) {
                trusted.setCertificateEntry("authority-" + i, tls.authorities().get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            credentials.trustManager(factory.getTrustManagers());
        }
        tls.identity().ifPresent(identity -> credentials.keyManager(new ClientKey(identity)));
        return credentials.build();
    }

    /// What was asked of all of them.
    List<RemoteCalls> calls() {
        return calls.calls();
    }

    int size() {
        return members.size();
    }

    /// The member in use; `failed` makes the next one that.
    Member inUse() {
        checkOpen();
        return members.get(Math.floorMod(current.get(), members.size()));
    }

    void failed(Member member) {
        int index = current.get();
        if (members.get(Math.floorMod(index, members.size())) == member) {
            current.compareAndSet(index, index + 1);
        }
    }

    /// For somebody who begins to wait for a member.
    Doubt doubt(Member member) {
        return new Doubt(member, members, term.get());
    }

    /// Waits for an answer to something that may be asked twice.
    byte[] read(MethodDescriptor<byte[], byte[]> call, byte[] request) {
        return ask(call, request, answering, true);
    }

    /// The same with other patience.
    byte[] read(MethodDescriptor<byte[], byte[]> call, byte[] request, Duration patience) {
        return ask(call, request, patience, true);
    }

    /// Waits for an answer to something that must be done once at most.
    ///
    /// @throws StoreException.Unanswered if it may have been done
    /// @throws StoreException.Unavailable if it wasn't
    byte[] write(MethodDescriptor<byte[], byte[]> call, byte[] request) {
        return ask(call, request, answering, false);
    }

    private byte[] ask(
            MethodDescriptor<byte[], byte[]> call, byte[] request, Duration patience, boolean repeatable) {
        long deadline = System.nanoTime() + patience.toNanos();
        int refused = 0;
        boolean acquainted = true;
        Optional<StatusRuntimeException> last = Optional.empty();
        while (true) {
            Member member = inUse();
            long left = deadline - System.nanoTime();
            if (left <= 0 && last.isPresent()) {
                throw Failures.of(last.get(), false, member.endpoint());
            }
            long attempt = repeatable && members.size() > 1 ? Math.min(left, ATTEMPT.toNanos()) : left;
            boolean sent = false;
            try {
                if (!acquainted) {
                    answer(member, Calls.STATUS, new byte[0], attempt);
                    acquainted = true;
                }
                sent = true;
                return answer(member, call, request, attempt);
            } catch (StatusRuntimeException e) {
                checkOpen();
                if (Acquaintance.isMissing(e)) {
                    acquainted = false;
                    continue;
                }
                if (!Failures.isOfMember(e.getStatus())) {
                    throw Failures.of(e, !repeatable && sent, member.endpoint());
                }
                failed(member);
                boolean undone = !sent || neverSent(member, e);
                boolean over = System.nanoTime() >= deadline;
                if (over || !repeatable && !undone) {
                    throw Failures.of(
                            last.filter(before -> undone && tellsMore(before, e)).orElse(e),
                            !repeatable && !undone,
                            member.endpoint());
                }
                last = Optional.of(last.filter(before -> tellsMore(before, e)).orElse(e));
                refused++;
                if (refused % members.size() == 0) {
                    // Who came back meanwhile shall not wait until grpc looks again, which it does ever more seldom.
                    members.forEach(each -> each.channel().resetConnectBackoff());
                    pause();
                }
            }
        }
    }

    private byte[] answer(Member member, MethodDescriptor<byte[], byte[]> call, byte[] request, long nanos) {
        Question.Answer answer = Question.ask(member, call, request, Math.max(1, nanos), doubt(member), waiting);
        boolean ours = false;
        try {
            check(member, Messages.Header.of(answer.message()));
            ours = true;
        } finally {
            answer.from().make(ours);
        }
        return answer.message();
    }

    /// Whether a failure before says why, and this one doesn't: a connection that is refused may end before the reason is read.
    private static boolean tellsMore(StatusRuntimeException before, StatusRuntimeException now) {
        return Handshakes.why(before.getStatus().getCause()).isPresent()
                && Handshakes.why(now.getStatus().getCause()).isEmpty();
    }

    /// Whether the request surely didn't leave.
    private static boolean neverSent(Member member, StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
            return false;
        }
        if (Handshakes.cameToNothing(e.getStatus().getCause())) {
            return true;
        }
        return member.channel().getState(false) == ConnectivityState.TRANSIENT_FAILURE
                && String.valueOf(e.getStatus().getDescription()).startsWith("Unable to resolve");
    }

    /// The cluster of the first answer is the cluster; 0 comes from servers that say nothing.
    void check(Member member, Messages.Header header) {
        if (header.term() > term.get()) {
            term.accumulateAndGet(header.term(), Math::max);
        }
        long seen = header.clusterId();
        if (seen == 0 || seen == clusterId.get() || clusterId.compareAndSet(0, seen)) {
            return;
        }
        failed(member);
        String message = "the etcd member at " + member.endpoint() + " says that it belongs to cluster "
                + Long.toHexString(seen) + ", but this cluster is " + Long.toHexString(clusterId.get());
        LOG.error("Refused an answer: {}", message);
        throw new StoreException.Unavailable(message, new IllegalStateException(message));
    }

    /// The channel for a watch: a member without a leader ends it rather than let it wait for ever.
    static io.grpc.Channel following(Member member) {
        Metadata headers = new Metadata();
        headers.put(HAS_LEADER, "true");
        return ClientInterceptors.intercept(
                member.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Closed();
        }
    }

    void checkOpen() {
        if (closed) {
            throw new StoreException.Closed();
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        members.forEach(member -> member.channel().shutdownNow());
    }
}
