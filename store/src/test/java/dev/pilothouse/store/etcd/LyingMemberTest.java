package dev.pilothouse.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.wire.MessageBytes;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Members that aren't what they should be: each is named for what it is.
class LyingMemberTest {
    private final AtomicLong cluster = new AtomicLong(0xABC);
    private final AtomicReference<String> version = new AtomicReference<>("3.6.0");
    private final AtomicInteger changes = new AtomicInteger();
    private Server member;

    @BeforeEach
    void start() throws IOException {
        startAt(0);
    }

    private void startAt(int port) throws IOException {
        member = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addService(ServerServiceDefinition.builder("etcdserverpb.Maintenance")
                        .addMethod(Calls.STATUS, answering(Calls.STATUS))
                        .build())
                .addService(ServerServiceDefinition.builder("etcdserverpb.KV")
                        .addMethod(Calls.RANGE, answering(Calls.RANGE))
                        .addMethod(Calls.TXN, answering(Calls.TXN))
                        .build())
                .build()
                .start();
    }

    private ServerCallHandler<byte[], byte[]> answering(MethodDescriptor<byte[], byte[]> call) {
        return ServerCalls.asyncUnaryCall((request, answer) -> {
            changes.addAndGet(call == Calls.TXN ? 1 : 0);
            MessageBytes out = new MessageBytes()
                    .message(1, new MessageBytes().number(1, cluster.get()).number(2, 1).number(3, 5).number(4, 1).done());
            if (call == Calls.STATUS) {
                out.bytes(2, version.get().getBytes(StandardCharsets.UTF_8));
            }
            if (call == Calls.TXN) {
                out.number(2, 1);
            }
            answer.onNext(out.done());
            answer.onCompleted();
        });
    }

    @AfterEach
    void end() {
        member.shutdownNow();
    }

    private EtcdSettings settings() {
        return EtcdSettings.of(List.of("http://127.0.0.1:" + member.getPort()));
    }

    @Test
    void aServerThatIsTooOldIsNamedWithItsVersion() {
        version.set("3.3.27");
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> EtcdStore.open(settings()).close())
                .withMessage("etcd 3.3.27 is too old: 3.4 or later is needed");
    }

    @Test
    void aMemberThatSaysItBelongsToAnotherClusterIsNotBelievedAnyMore() {
        try (EtcdStore store = EtcdStore.open(settings())) {
            cluster.set(0xDEF);
            assertThatExceptionOfType(StoreException.Unavailable.class)
                    .isThrownBy(() -> store.get("/a"))
                    .withMessage("the etcd member at http://127.0.0.1:" + member.getPort()
                            + " says that it belongs to cluster def, but this cluster is abc");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.commit(Transaction.create("/a", new byte[] {1})))
                    .withMessageContaining("but this cluster is abc");
        }
    }

    /// The client hears of the break only by what it sends, and sends that again by itself.
    @Test
    void whoIsMetInPlaceOfTheOneThatWasAskedIsAskedToChangeNothing() throws IOException {
        try (FakeMember right = new FakeMember(1);
                FakeMember wrong = new FakeMember(2);
                Relay relay = new Relay(right.port());
                EtcdStore store = EtcdStore.open(EtcdSettings.of(List.of(relay.endpoint())))) {
            store.commit(Transaction.create("/a", new byte[] {1}));
            assertThat(right.changes).hasValue(1);
            relay.turnTo(wrong.port());
            assertThatExceptionOfType(StoreException.Unavailable.class)
                    .isThrownBy(() -> store.commit(Transaction.create("/b", new byte[] {1})))
                    .withMessageContaining("says that it belongs to cluster 2, but this cluster is 1");
            assertThat(right.changes).hasValue(1);
            assertThat(wrong.changes).hasValue(0);
            relay.turnTo(right.port());
            store.commit(Transaction.create("/b", new byte[] {1}));
            assertThat(right.changes).hasValue(2);
        }
    }

    @Test
    void whoAnswersForAnotherClusterBehindABreakIsAskedToChangeNothing() throws Exception {
        try (EtcdStore store = EtcdStore.open(settings())) {
            assertThat(store.commit(Transaction.create("/a", new byte[] {1}))).isEqualTo(new Outcome.Committed(5));
            assertThat(changes).hasValue(1);
            int port = member.getPort();
            member.shutdownNow().awaitTermination();
            cluster.set(0xDEF);
            startAt(port);
            assertThatExceptionOfType(StoreException.Unavailable.class).isThrownBy(() -> store.get("/a"));
            assertThatExceptionOfType(StoreException.Unavailable.class)
                    .isThrownBy(() -> store.commit(Transaction.create("/a", new byte[] {1})))
                    .withMessageContaining("says that it belongs to cluster def, but this cluster is abc");
            assertThat(changes).hasValue(1);
        }
    }
}
