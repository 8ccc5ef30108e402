package dev.pilothouse.store.linear;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The disk store in a process that is killed and paused.
final class OnKilledProcess implements Target {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 5;

    /// Longer than the clients' patience now and then.
    private static final int PAUSE_MILLIS = 300;

    private final Path folder;
    private final RandomGenerator random;
    private int starts;
    private Process process;
    private volatile Store store;

    OnKilledProcess(Path folder, RandomGenerator random) {
        this.folder = folder;
        this.random = random;
        start();
    }

    private void start() {
        Path port = folder.resolve("port-" + ++starts);
        try {
            Files.createDirectories(folder);
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xshare:auto",
                            "-cp",
                            classPath(),
                            StoreProcess.class.getName(),
                            folder.resolve("store").toString(),
                            port.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            long deadline = System.nanoTime() + START.toNanos();
            while (!Files.exists(port)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "the store doesn't start: " + Files.readString(folder.resolve("log")));
                }
                Thread.sleep(POLL_MILLIS);
            }
            store = new RemoteStore(Integer.parseInt(Files.readString(port)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Closed();
        }
    }

    /// The tests' own, wherever modules and classes are found.
    private static String classPath() {
        return String.join(
                ":",
                List.of(
                        System.getProperty("java.class.path", ""),
                        System.getProperty("jdk.module.path", ""),
                        StoreProcess.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath(),
                        Path.of("target/classes").toAbsolutePath().toString(),
                        Path.of("target/test-classes").toAbsolutePath().toString()));
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public boolean forgets() {
        return false;
    }

    @Override
    public int troubles() {
        return 3;
    }

    @Override
    public void trouble(int kind) throws InterruptedException {
        switch (kind) {
            case 0 -> {
                signal("STOP");
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
                signal("CONT");
            }
            default -> {
                kill();
                start();
            }
        }
    }

    private void signal(String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
