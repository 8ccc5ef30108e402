package dev.pilothouse.store.disk;

import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// One append-only file of frames. A frame is what one fsync makes durable: magic, length, CRC-32C, payload.
///
/// J1 [#append] returns when the frame is durable; when it throws, the frame counts as never written, unless it says that nobody
///    knows: the next one takes its place.
/// J2 Reading stops at the first frame that isn't whole. If a whole frame stands behind it, the file was damaged after
///    it was written, and that is an error; else the process ended while it wrote, and the rest was never acknowledged.
///
/// The file grows by chunks of zeros, so that an append seldom changes its length and fsync has less to do.
final class Journal implements AutoCloseable {
    private static final int MAGIC = 0x504c_4a31;
    static final int HEADER_BYTES = 12;

    /// The file grows by this much.
    static final int CHUNK_BYTES = 4 << 20;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(64 << 10).asReadOnlyBuffer();

    private final Path path;
    private final FileChannel channel;
    private long end;
    private long allocated;

    /// Takes the payload of each whole frame.
    interface Reader {
        void frame(ByteBuffer payload);
    }

    private Journal(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Opens or makes the file, reads what is in it, and stands ready to append behind.
    static Journal open(Path path, Reader reader) throws IOException {
        FileChannel channel = OwnersOnly.open(path);
        Journal journal = new Journal(path, channel);
        try {
            journal.read(reader);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return journal;
    }

    /// Reads what is in the file and leaves it alone; its writer may go on meanwhile.
    ///
    /// @return the bytes of whole frames
    static long scan(Path path, Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Journal journal = new Journal(path, channel);
            journal.read(reader);
            return journal.end;
        }
    }

    /// Whether the file begins as one does.
    static boolean isOne(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer first = ByteBuffer.allocate(Integer.BYTES);
            return new Journal(path, channel).fill(first, 0) && first.getInt() == MAGIC;
        }
    }

    private void read(Reader reader) throws IOException {
        allocated = channel.size();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        while (true) {
            ByteBuffer payload = frameAt(end, header);
            if (payload == null) {
                break;
            }
            int length = payload.remaining();
            try {
                reader.frame(payload);
            } catch (BufferUnderflowException | NegativeArraySizeException | StoreException.Corrupt e) {
                throw new StoreException.Corrupt(path + " is damaged at byte " + end + ": " + e.getMessage());
            }
            end += HEADER_BYTES + length;
        }
        if (isWholeFrameBehind(end)) {
            throw new StoreException.Corrupt(path + " is damaged at byte " + end
                    + ": a record there fails its checksum, and whole records follow it");
        }
    }

    /// The payload of the frame at the position, or null if no whole frame stands there.
    private ByteBuffer frameAt(long position, ByteBuffer header) throws IOException {
        if (!fill(header, position) || header.getInt(0) != MAGIC) {
            return null;
        }
        int length = header.getInt(4);
        if (length < 0 || position + HEADER_BYTES + length > allocated) {
            return null;
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        return fill(payload, position + HEADER_BYTES) && checksum(payload) == header.getInt(8) ? payload : null;
    }

    private boolean fill(ByteBuffer buffer, long position) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, position + buffer.position());
            if (count < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }

    private boolean isWholeFrameBehind(long position) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(1 << 16);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        for (long at = position + 1; at + HEADER_BYTES <= allocated; at += window.capacity() - HEADER_BYTES) {
            window.clear();
            channel.read(window, at);
            window.flip();
            for (int i = 0; i + 4 <= window.limit(); i++) {
                if (window.get(i) == (byte) (MAGIC >>> 24)
                        && window.getInt(i) == MAGIC
                        && frameAt(at + i, header) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int checksum(ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload.duplicate());
        return (int) crc.getValue();
    }

    /// A frame couldn't be written, nor what would keep a restart from reading it: it may come back.
    static final class Unsettled extends IOException {
        private static final long serialVersionUID = 1L;

        private Unsettled(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// Writes one frame and waits until the disk has it. The payload is what `frame` holds behind its first
    /// [#HEADER_BYTES], which are filled in here.
    ///
    /// @throws Unsettled if nobody knows whether the disk will have it
    /// @throws IOException if the disk will never have it
    void append(ByteBuffer frame) throws IOException {
        long before = end;
        try {
            grow(end + frame.remaining());
            write(frame);
            channel.force(false);
        } catch (IOException e) {
            end = before;
            if (!unwrite()) {
                throw new Unsettled(e);
            }
            throw e;
        }
    }

    /// Writes one frame that [#seal] makes durable. What is written from top to bottom and forced once has no use for zeros first.
    void write(ByteBuffer frame) throws IOException {
        int length = frame.remaining() - HEADER_BYTES;
        frame.putInt(0, MAGIC);
        frame.putInt(4, length);
        frame.putInt(8, checksum(frame.slice(HEADER_BYTES, length)));
        long at = end;
        while (frame.hasRemaining()) {
            at += channel.write(frame, at);
        }
        end = at;
        allocated = Math.max(allocated, end);
    }

    /// What was refused must not come back after a restart, even when all its bytes reached the file and only the disk failed to
    /// say so. Where that can't be made sure, the next frame takes the same place.
    private boolean unwrite() {
        try {
            ByteBuffer nothing = ByteBuffer.allocate(Math.clamp(allocated - end, 0, HEADER_BYTES));
            if (nothing.hasRemaining()) {
                while (nothing.hasRemaining()) {
                    channel.write(nothing, end + nothing.position());
                }
                channel.force(false);
            }
            return true;
        } catch (IOException again) {
            return false;
        }
    }

    /// Ends a file that is not appended to any more: without spare room, and on the disk.
    void seal() throws IOException {
        channel.truncate(end);
        allocated = end;
        channel.force(true);
    }

    /// Takes room on the disk for what is to come, as much as [#grow] takes at once.
    void reserve() throws IOException {
        grow(end + 1);
    }

    private void grow(long needed) throws IOException {
        while (allocated < needed) {
            long at = allocated;
            while (at < allocated + CHUNK_BYTES) {
                at += channel.write(ZEROS.duplicate(), at);
            }
            allocated = at;
        }
    }

    long bytes() {
        return end;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
