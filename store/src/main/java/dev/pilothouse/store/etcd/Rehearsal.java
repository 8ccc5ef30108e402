package dev.pilothouse.store.etcd;

import dev.pilothouse.store.Range;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.wire.MessageBytes;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Calls to a member in this process that keeps nothing: whoever learns what a start needs and what a busy server runs through (the
/// training of the AOT cache) meets gRPC, without an etcd on the machine that builds.
public final class Rehearsal {
    private static final String PODS = EtcdSettings.USUAL_PREFIX + "/pods/";
    private static final String POD = PODS + "a";
    private static final byte[] VALUE = new byte[2_048];
    private static final long REVISION = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Rehearsal() {}

    /// Makes all calls once, and then reads and commits.
    ///
    /// @param rounds of one read and one commit
    public static void run(int rounds) throws IOException, InterruptedException {
        Server server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .addService(service("Maintenance", Calls.STATUS))
                .addService(service("KV", Calls.RANGE, Calls.TXN, Calls.COMPACT))
                .addService(service("Lease", Calls.GRANT, Calls.TIME_TO_LIVE))
                .addService(service("Watch", Calls.WATCH))
                .build()
                .start();
        try (EtcdStore store = EtcdStore.open(EtcdSettings.of(List.of("http://127.0.0.1:" + server.getPort())))) {
            store.range(Range.of(PODS));
            store.commit(Transaction.create(POD, new byte[] {1}));
            store.remaining(store.lease(Duration.ofMinutes(1)));
            store.compact(1);
            try (Watch watch = store.watch(PODS, 0)) {
                if (watch.next(PATIENCE).isEmpty()) {
                    throw new IOException("the watch was told nothing");
                }
            }
            for (int round = 0; round < rounds; round++) {
                store.range(Range.of(PODS));
                store.commit(Transaction.create(POD + round, VALUE));
            }
        } finally {
            server.shutdownNow();
        }
    }

    @SafeVarargs
    private static ServerServiceDefinition service(String name, MethodDescriptor<byte[], byte[]>... methods) {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder("etcdserverpb." + name);
        for (MethodDescriptor<byte[], byte[]> method : methods) {
            byte[] answer = answer(method);
            service.addMethod(
                    method,
                    method == Calls.WATCH
                            ? ServerCalls.asyncBidiStreamingCall(told -> new Answering(answer, told))
                            : ServerCalls.asyncUnaryCall((_, told) -> {
                                told.onNext(answer);
                                told.onCompleted();
                            }));
        }
        return service.build();
    }

    /// Numbers are those of etcd's messages.
    private static byte[] answer(MethodDescriptor<byte[], byte[]> method) {
        byte[] header = new MessageBytes().number(1, 1).number(3, REVISION).number(4, 2).done();
        MessageBytes message = new MessageBytes().message(1, header);
        switch (method.getBareMethodName()) {
            case "Status" -> message.text(2, "3.6.0").number(4, 1).number(6, 2);
            case "Txn" -> message.flag(2, true);
            case "LeaseGrant", "LeaseTimeToLive" -> message.number(2, 1).number(3, 60);
            case "Watch" -> message.flag(3, true).message(11, put());
            default -> message.number(4, 0);
        }
        return message.done();
    }

    private static byte[] put() {
        byte[] entry = new MessageBytes()
                .text(1, POD)
                .number(2, REVISION + 1)
                .number(3, REVISION + 1)
                .number(4, 1)
                .bytes(5, new byte[] {1})
                .done();
        return new MessageBytes().message(2, entry).done();
    }

    /// Says the same to whatever is said.
    private record Answering(byte[] answer, StreamObserver<byte[]> told) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] request) {
            told.onNext(answer);
        }

        @Override
        public void onError(Throwable gone) {
            // A client that leaves is all that happens here.
        }

        @Override
        public void onCompleted() {
            told.onCompleted();
        }
    }
}
