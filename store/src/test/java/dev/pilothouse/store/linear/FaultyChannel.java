package dev.pilothouse.store.linear;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// An open file of the faulty disk.
final class FaultyChannel extends FileChannel {
    private final FaultyDisk disk;
    private final FileChannel real;
    private final FaultyFile file;
    private final boolean isFolder;
    private volatile boolean dead;

    FaultyChannel(FaultyDisk disk, FileChannel real, FaultyFile file, boolean isFolder) {
        this.isFolder = isFolder;
        this.disk = disk;
        this.real = real;
        this.file = file;
    }

    /// The power is gone: whatever is asked from now on fails, and gives up the locks.
    void die() throws IOException {
        synchronized (file) {
            dead = true;
            real.close();
        }
    }

    private void checkPower() throws IOException {
        if (dead) {
            throw new IOException("the power was cut");
        }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        synchronized (file) {
            checkPower();
            if (!disk.hasRoom(position + source.remaining() - real.size())) {
                throw new IOException("No space left on device");
            }
            boolean refusing = disk.mood() == FaultyDisk.Mood.REFUSING;
            // A disk may take less than it was given at any time.
            boolean half = refusing || disk.random().nextInt(10) == 0;
            int bytes = half ? 1 + disk.random().nextInt(Math.max(1, source.remaining())) : source.remaining();
            bytes = Math.min(bytes, source.remaining());
            ByteBuffer part = source.slice(source.position(), bytes);
            file.before(real, position, bytes);
            long at = position;
            while (part.hasRemaining()) {
                at += real.write(part, at);
            }
            file.after(real, position, bytes);
            if (refusing) {
                throw new IOException("Input/output error");
            }
            source.position(source.position() + bytes);
            return bytes;
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int bytes = write(source, real.position());
        real.position(real.position() + bytes);
        return bytes;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long bytes = 0;
        for (int i = offset; i < offset + length; i++) {
            while (sources[i].hasRemaining()) {
                bytes += write(sources[i]);
            }
        }
        return bytes;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        synchronized (file) {
            checkPower();
            if (disk.mood() == FaultyDisk.Mood.REFUSING || disk.mood() == FaultyDisk.Mood.FORGETFUL) {
                file.doom();
                throw new IOException("Input/output error");
            }
            if (isFolder) {
                disk.foldersAreDurable();
                return;
            }
            // Whether the real disk has it is nothing that a test can lose.
            file.durable(real);
            if (disk.mood() == FaultyDisk.Mood.EXHAUSTING) {
                throw new OutOfMemoryError("Java heap space");
            }
        }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        synchronized (file) {
            checkPower();
            real.truncate(size);
        }
        return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkPower();
        return real.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        checkPower();
        return real.read(target, position);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        checkPower();
        return real.read(targets, offset, length);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        checkPower();
        return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        throw new IOException("the faulty disk takes writes alone");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        throw new IOException("the faulty disk maps nothing");
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
