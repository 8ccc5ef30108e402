package dev.pilothouse.store.kms;

import dev.pilothouse.store.encryption.Aes;
import dev.pilothouse.store.wire.MessageBytes;
import dev.pilothouse.store.wire.MessageFields;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A KMS plugin on a Unix socket. Its keys are made from their ids; it insists on seeing its own annotation again.
final class TestPlugin implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Server server;
    private final AtomicInteger encryptions = new AtomicInteger();
    private final AtomicInteger decryptions = new AtomicInteger();
    private volatile String version = "v2";
    private volatile String healthz = "ok";
    private volatile String keyId = "key-1";

    private interface Answer {
        byte[] to(MessageFields request) throws GeneralSecurityException;
    }

    TestPlugin(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        server = NettyServerBuilder.forAddress(
                        UnixDomainSocketAddress.of(socket), InsecureServerCredentials.create())
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .addService(ServerServiceDefinition.builder("v2.KeyManagementService")
                        .addMethod(SocketKms.STATUS, unary(_ -> new MessageBytes()
                                .text(1, version)
                                .text(2, healthz)
                                .text(3, keyId)
                                .done()))
                        .addMethod(SocketKms.ENCRYPT, unary(this::encrypt))
                        .addMethod(SocketKms.DECRYPT, unary(this::decrypt))
                        .build())
                .build()
                .start();
    }

    private static io.grpc.ServerCallHandler<byte[], byte[]> unary(Answer answer) {
        return ServerCalls.asyncUnaryCall((request, out) -> {
            try {
                out.onNext(answer.to(new MessageFields(request)));
                out.onCompleted();
            } catch (GeneralSecurityException e) {
                out.onError(Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException());
            }
        });
    }

    private static Aes key(String id) {
        return Aes.gcm(
                "", Arrays.copyOf(id.getBytes(StandardCharsets.UTF_8), 32), new SecureRandom());
    }

    private byte[] encrypt(MessageFields in) throws GeneralSecurityException {
        encryptions.incrementAndGet();
        byte[] plaintext = {};
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                plaintext = in.bytes();
            }
        }
        return new MessageBytes()
                .bytes(1, key(keyId).seal(plaintext, new byte[0]))
                .text(2, keyId)
                .message(3, new MessageBytes().text(1, "test.plugin").text(2, "mine").done())
                .done();
    }

    private byte[] decrypt(MessageFields in) throws GeneralSecurityException {
        decryptions.incrementAndGet();
        byte[] ciphertext = {};
        String id = "";
        String annotation = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> ciphertext = in.bytes();
                case 3 -> id = in.text();
                case 4 -> annotation = in.text();
                default -> {}
            }
        }
        if (!annotation.contains("test.plugin")) {
            throw new GeneralSecurityException("that isn't mine");
        }
        return new MessageBytes()
                .bytes(1, key(id).open(ciphertext, new byte[0]))
                .done();
    }

    void useKey(String id) {
        keyId = id;
    }

    void say(String otherVersion, String otherHealthz) {
        version = otherVersion;
        healthz = otherHealthz;
    }

    int encryptions() {
        return encryptions.get();
    }

    int decryptions() {
        return decryptions.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
