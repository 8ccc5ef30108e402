package dev.pilothouse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/// What the disk itself gives: appends to a file that has its room already, and an fdatasync behind each.
public final class FsyncLoop {
    private static final int ROOM_BYTES = 64 << 20;
    private static final int MOST_APPENDS = 1_000_000;

    private FsyncLoop() {}

    /// @param arguments a folder, bytes of an append, seconds
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0], "fsync-loop");
        int bytes = Integer.parseInt(arguments[1]);
        long nanos = Duration.ofSeconds(Long.parseLong(arguments[2])).toNanos();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer room = ByteBuffer.allocateDirect(ROOM_BYTES);
            while (room.hasRemaining()) {
                channel.write(room, room.position());
            }
            channel.force(true);
            report(bytes, appends(channel, ByteBuffer.allocateDirect(bytes), nanos), nanos);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// @return how long each took, in nanoseconds, the shortest first
    private static long[] appends(FileChannel channel, ByteBuffer bytes, long nanos) throws IOException {
        long[] took = new long[MOST_APPENDS];
        int count = 0;
        long end = System.nanoTime() + nanos;
        long at = 0;
        while (count < MOST_APPENDS && System.nanoTime() < end) {
            long began = System.nanoTime();
            bytes.clear();
            at = at + bytes.capacity() > ROOM_BYTES ? 0 : at;
            at += channel.write(bytes, at);
            channel.force(false);
            took[count++] = System.nanoTime() - began;
        }
        long[] all = Arrays.copyOf(took, count);
        Arrays.sort(all);
        return all;
    }

    private static void report(int bytes, long[] took, long nanos) {
        System.out.printf(
                "appends of %d bytes, an fdatasync each: %.0f a second, p50 %.3f ms, p99 %.3f ms%n",
                bytes, took.length * 1e9 / nanos, took[took.length / 2] / 1e6, took[took.length * 99 / 100] / 1e6);
    }
}
