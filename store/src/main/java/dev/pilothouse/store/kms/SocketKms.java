package dev.pilothouse.store.kms;

import dev.pilothouse.store.wire.AsBytes;
import dev.pilothouse.store.wire.MessageBytes;
import dev.pilothouse.store.wire.MessageFields;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A plugin behind a Unix socket. Nothing is connected before the first call; a plugin that went away is connected to again.
public final class SocketKms implements Kms {
    /// At DEBUG both print frames, with seeds in them; the socket lacks an option that grpc sets on every one. Held, because loggers
    /// that nobody holds forget their level.
    private static final Map<Logger, Level> QUIET = Map.of(
            Logger.getLogger("io.grpc"),
            Level.WARNING,
            Logger.getLogger("io.netty"),
            Level.WARNING,
            Logger.getLogger("io.netty.bootstrap"),
            Level.SEVERE);

    static final MethodDescriptor<byte[], byte[]> STATUS = call("Status");
    static final MethodDescriptor<byte[], byte[]> ENCRYPT = call("Encrypt");
    static final MethodDescriptor<byte[], byte[]> DECRYPT = call("Decrypt");

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("kms", true), NioIoHandler.newFactory());
    private final ManagedChannel channel;
    private final Duration timeout;

    private static MethodDescriptor<byte[], byte[]> call(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder(AsBytes.ALONE, AsBytes.ALONE)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("v2.KeyManagementService/" + name)
                .build();
    }

    /// @param timeout of each call
    public SocketKms(Path socket, Duration timeout) {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        QUIET.forEach(Logger::setLevel);
        this.timeout = timeout;
        this.channel = NettyChannelBuilder.forAddress(
                        UnixDomainSocketAddress.of(socket), InsecureChannelCredentials.create())
                .channelType(NioDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .overrideAuthority("localhost")
                .build();
    }

    private MessageFields ask(MethodDescriptor<byte[], byte[]> call, MessageBytes request)
            throws GeneralSecurityException {
        try {
            return new MessageFields(ClientCalls.blockingUnaryCall(
                    channel,
                    call,
                    CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS),
                    request.done()));
        } catch (StatusRuntimeException e) {
            throw new GeneralSecurityException("the KMS plugin doesn't answer " + call.getBareMethodName() + ": "
                    + e.getStatus().getCode() + " " + e.getStatus().getDescription());
        }
    }

    @Override
    public Status status() throws GeneralSecurityException {
        MessageFields in = ask(STATUS, new MessageBytes());
        String version = "";
        String healthz = "";
        String keyId = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> version = in.text();
                case 2 -> healthz = in.text();
                case 3 -> keyId = in.text();
                default -> {}
            }
        }
        return new Status(version, healthz, keyId);
    }

    @Override
    public Encrypted encrypt(String uid, byte[] plaintext) throws GeneralSecurityException {
        MessageFields in = ask(ENCRYPT, new MessageBytes().bytes(1, plaintext).text(2, uid));
        byte[] ciphertext = {};
        String keyId = "";
        Map<String, byte[]> annotations = new HashMap<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> ciphertext = in.bytes();
                case 2 -> keyId = in.text();
                case 3 -> Annotations.read(in.message(), annotations);
                default -> {}
            }
        }
        return new Encrypted(ciphertext, keyId, annotations);
    }

    @Override
    public byte[] decrypt(String uid, Encrypted encrypted) throws GeneralSecurityException {
        MessageBytes request =
                new MessageBytes().bytes(1, encrypted.ciphertext()).text(2, uid).text(3, encrypted.keyId());
        Annotations.write(encrypted.annotations(), 4, request);
        MessageFields in = ask(DECRYPT, request);
        byte[] plaintext = {};
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                plaintext = in.bytes();
            }
        }
        return plaintext;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
