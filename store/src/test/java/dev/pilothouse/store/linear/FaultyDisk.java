package dev.pilothouse.store.linear;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A disk below a folder of the real one, for whoever gets its paths. It can refuse writes, take half of them, fail to make
/// them durable, and lose its power: then every sector that nobody made durable holds any of the contents that it had since.
final class FaultyDisk extends FileSystemProvider {
    /// What it does to writes.
    enum Mood {
        WELL,
        /// A write ends somewhere in the middle with an error.
        REFUSING,
        /// Files don't grow, or only by what room there is.
        FULL,
        /// Writes are taken, and making them durable fails, once and for all: what was tried to be made durable stays in danger
        /// until it is written again, as on Linux.
        FORGETFUL,
        /// What is made durable is, and then whoever asked for it runs out of memory.
        EXHAUSTING
    }

    private final RandomGenerator random;
    private final FileSystem system;
    private final Map<Path, FaultyFile> files = new ConcurrentHashMap<>();
    private final List<FaultyChannel> open = new ArrayList<>();
    private final Names names = new Names();
    private final AtomicLong room = new AtomicLong();
    private volatile Mood mood = Mood.WELL;
    private volatile boolean dead;

    FaultyDisk(RandomGenerator random) {
        this.random = random;
        this.system = new FaultyFileSystem(this);
    }

    Path at(Path real) {
        return new FaultyPath(system, real);
    }

    /// Makes it full but for so many bytes.
    void fill(long left) {
        room.set(left);
        mood = Mood.FULL;
    }

    /// Whether the disk takes a file that grows by so many bytes.
    boolean hasRoom(long bytes) {
        return mood != Mood.FULL || bytes <= 0 || room.addAndGet(-bytes) >= 0;
    }

    void mood(Mood now) {
        mood = now;
    }

    Mood mood() {
        return mood;
    }

    RandomGenerator random() {
        return random;
    }

    /// Cuts the power: from now on everything fails that is asked of this disk, and what wasn't durable is in part lost. Who goes
    /// on does so on another disk below the same folder.
    void cut() throws IOException {
        synchronized (names) {
            dead = true;
        }
        synchronized (open) {
            for (FaultyChannel channel : open) {
                channel.die();
            }
            open.clear();
        }
        for (FaultyFile file : files.values()) {
            file.lose(random);
        }
        names.lose(random);
    }

    void checkPower() throws IOException {
        if (dead) {
            throw new IOException("the power was cut");
        }
    }

    /// The folder knows the names of its files for good.
    void foldersAreDurable() throws IOException {
        synchronized (names) {
            checkPower();
            names.durable();
        }
    }

    private static Path real(Path path) {
        return ((FaultyPath) path).real();
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path real = real(path).toAbsolutePath();
        Set<OpenOption> more = new HashSet<>(options);
        if (!more.contains(StandardOpenOption.APPEND)) {
            // What a sector held before is read.
            more.add(StandardOpenOption.READ);
        }
        synchronized (open) {
            FileChannel channel = opened(real, more, attributes);
            FaultyChannel faulty =
                    new FaultyChannel(this, channel, files.computeIfAbsent(real, FaultyFile::new), Files.isDirectory(real));
            open.add(faulty);
            return faulty;
        }
    }

    private FileChannel opened(Path real, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        synchronized (names) {
            checkPower();
            boolean isNew = !Files.exists(real);
            FileChannel channel = FileChannel.open(real, options, attributes);
            if (isNew) {
                names.made(real);
            }
            return channel;
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        checkPower();
        DirectoryStream<Path> entries =
                real(folder).getFileSystem().provider().newDirectoryStream(real(folder), it -> filter.accept(at(it)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> all = entries.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return all.hasNext();
                    }

                    @Override
                    public Path next() {
                        return at(all.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                entries.close();
            }
        };
    }

    private FileSystemProvider provider(Path path) throws IOException {
        checkPower();
        return underlying(path);
    }

    private static FileSystemProvider underlying(Path path) {
        return real(path).getFileSystem().provider();
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        provider(folder).createDirectory(real(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        synchronized (names) {
            checkPower();
            names.delete(real(path).toAbsolutePath());
            files.remove(real(path).toAbsolutePath());
        }
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        provider(source).copy(real(source), real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        synchronized (names) {
            checkPower();
            Path now = real(target).toAbsolutePath();
            names.move(real(source).toAbsolutePath(), now);
            FaultyFile moved = files.remove(real(source).toAbsolutePath());
            if (moved != null) {
                moved.movedTo(now);
                files.put(now, moved);
            }
        }
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return provider(one).isSameFile(real(one), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return provider(path).isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return provider(path).getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        provider(path).checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return underlying(path).getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return provider(path).readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        return provider(path).readAttributes(real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        provider(path).setAttribute(real(path), attribute, value, options);
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        return system;
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return at(Path.of(uri.getPath()));
    }
}
