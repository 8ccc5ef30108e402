package dev.pilothouse.store.linear;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// What a file may hold after a power cut: for each sector that was written since it was made durable, the contents that it had
/// before and after each write.
final class FaultyFile {
    static final int SECTOR_BYTES = 512;

    /// Contents that a sector is remembered to have had: the durable one and the last ones.
    private static final int CONTENTS = 8;

    private Path path;
    private final Map<Long, List<byte[]>> pending = new TreeMap<>();
    /// Sectors that failed to be made durable, and won't be until they are written again.
    private final Map<Long, List<byte[]>> doomed = new TreeMap<>();
    private long durableBytes = -1;

    FaultyFile(Path path) {
        this.path = path;
    }

    synchronized void movedTo(Path now) {
        path = now;
    }

    /// To be called around a write.
    synchronized void before(FileChannel channel, long position, long bytes) throws IOException {
        if (durableBytes < 0) {
            durableBytes = channel.size();
        }
        for (long sector = position / SECTOR_BYTES; sector * SECTOR_BYTES < position + bytes; sector++) {
            if (!pending.containsKey(sector)) {
                List<byte[]> before = doomed.remove(sector);
                pending.put(sector, before == null ? new ArrayList<>(List.of(read(channel, sector))) : before);
            }
        }
    }

    synchronized void after(FileChannel channel, long position, long bytes) throws IOException {
        for (long sector = position / SECTOR_BYTES; sector * SECTOR_BYTES < position + bytes; sector++) {
            List<byte[]> contents = pending.get(sector);
            contents.add(read(channel, sector));
            if (contents.size() > CONTENTS) {
                contents.remove(1);
            }
        }
    }

    private static byte[] read(FileChannel channel, long sector) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(SECTOR_BYTES);
        int read = 0;
        while (content.hasRemaining() && read >= 0) {
            read = channel.read(content, sector * SECTOR_BYTES + content.position());
        }
        return content.array();
    }

    /// An attempt to make durable what is written failed.
    synchronized void doom() {
        doomed.putAll(pending);
        pending.clear();
    }

    synchronized void durable(FileChannel channel) throws IOException {
        pending.clear();
        durableBytes = channel.size();
    }

    /// The power is gone.
    synchronized void lose(RandomGenerator random) throws IOException {
        pending.putAll(doomed);
        if (pending.isEmpty() || !Files.exists(path)) {
            return;
        }
        // Sometimes all of it came to the disk, sometimes nothing, mostly some.
        int luck = random.nextInt(4);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (Map.Entry<Long, List<byte[]>> sector : pending.entrySet()) {
                List<byte[]> contents = sector.getValue();
                int kept = switch (luck) {
                    case 0 -> 0;
                    case 1 -> contents.size() - 1;
                    default -> random.nextInt(contents.size());
                };
                long at = sector.getKey() * SECTOR_BYTES;
                if (at < channel.size()) {
                    int length = (int) Math.min(SECTOR_BYTES, channel.size() - at);
                    channel.write(ByteBuffer.wrap(contents.get(kept), 0, length), at);
                }
            }
            if (luck == 0 && channel.size() > durableBytes) {
                channel.truncate(durableBytes);
            }
            channel.force(true);
        }
        pending.clear();
    }
}
