package dev.pilothouse.store.etcd;

import dev.pilothouse.store.wire.MessageBytes;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/// Speaks as a member of etcd does that is in some trouble.
final class FakeMember implements AutoCloseable {
    private static final int SOME_LEADER = 7;

    /// The size that it says it has.
    static final int SIZE = 4_096;

    private final Server server;

    /// Whether requests are answered, and whether the question for its state is.
    volatile boolean answers = true;

    volatile boolean lives = true;
    volatile boolean led = true;
    volatile long term = 2;

    private final int cluster;

    /// What it was asked to change.
    final AtomicInteger changes = new AtomicInteger();

    FakeMember() {
        this(1);
    }

    FakeMember(int cluster) {
        this.cluster = cluster;
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            server = NettyServerBuilder.forAddress(anywhere, InsecureServerCredentials.create())
                    .addService(ServerServiceDefinition.builder("etcdserverpb.KV")
                            .addMethod(Calls.RANGE, answering(Calls.RANGE))
                            .addMethod(Calls.TXN, answering(Calls.TXN))
                            .build())
                    .addService(ServerServiceDefinition.builder("etcdserverpb.Maintenance")
                            .addMethod(Calls.STATUS, answering(Calls.STATUS))
                            .build())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private io.grpc.ServerCallHandler<byte[], byte[]> answering(MethodDescriptor<byte[], byte[]> method) {
        return ServerCalls.asyncUnaryCall((request, observer) -> {
            boolean state = method == Calls.STATUS;
            changes.addAndGet(method == Calls.TXN ? 1 : 0);
            if (state ? lives : answers) {
                byte[] header = new MessageBytes()
                        .number(1, cluster)
                        .number(3, 5)
                        .number(4, term)
                        .done();
                MessageBytes message = new MessageBytes().message(1, header);
                if (state) {
                    message.bytes(2, "3.6.0".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .number(3, SIZE)
                            .number(4, led ? SOME_LEADER : 0)
                            .number(6, term);
                }
                if (method == Calls.TXN) {
                    message.number(2, 1);
                }
                observer.onNext(message.done());
                observer.onCompleted();
            }
        });
    }

    int port() {
        return server.getPort();
    }

    String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
