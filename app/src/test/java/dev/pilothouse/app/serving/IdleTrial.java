package dev.pilothouse.app.serving;

import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.Settings;
import dev.pilothouse.app.home.ClusterFolder;
import dev.pilothouse.app.home.Running;
import dev.pilothouse.client.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/// The long form of [IdleWatchesTest], against a server that runs: `IdleTrial DATA CONNECTIONS WATCHES_EACH SECONDS`. Prints
/// resident memory and processor time of the server's process as it goes on.
final class IdleTrial {
    private static final Duration ROUND = Duration.ofSeconds(30);

    private final WatchFlock flock;
    private final HttpClient writer;
    private final long pid;
    private final int watches;

    private IdleTrial(WatchFlock flock, HttpClient writer, long pid, int watches) {
        this.flock = flock;
        this.writer = writer;
        this.pid = pid;
        this.watches = watches;
    }

    public static void main(String[] arguments) throws Exception {
        ClusterFolder folder = ClusterFolder.at(Path.of(arguments[0]));
        int connections = Integer.parseInt(arguments[1]);
        int each = Integer.parseInt(arguments[2]);
        Running running = folder.find().orElseThrow();
        Pki pki = Pki.open(
                folder.pki(), Settings.standard().servingNames(), InstantSource.system(), new SecureRandom(), Runnable::run);
        KeyCertificate admin = pki.administrator();
        SSLContext tls = new Credentials(pki.authority().certificate()).of(admin.key(), admin.certificate());
        URI server = URI.create(running.server());
        try (WatchFlock flock = new WatchFlock(server, tls, connections, each);
                HttpClient writer = HttpClient.newBuilder().sslContext(tls).build();
                Bystander bystander = new Bystander(server, tls)) {
            new IdleTrial(flock, writer, running.pid(), connections * each).run(Duration.ofSeconds(Long.parseLong(arguments[3])));
            System.out.printf(
                    Locale.ROOT,
                    "others      %d answers, the slowest after %d ms, refused or broken: %s%n",
                    bystander.answers(),
                    bystander.slowest().toMillis(),
                    bystander.troubles());
            if (!bystander.troubles().isEmpty()) {
                throw new IllegalStateException("others were refused");
            }
        }
    }

    private void run(Duration idle) throws IOException, InterruptedException {
        say("before", "");
        say("opened", "in " + flock.open().toMillis() + " ms, " + flock.again() + " tried again");
        tellAll("first");
        for (Duration left = idle; left.isPositive(); left = left.minus(ROUND)) {
            Thread.sleep(ROUND.compareTo(left) < 0 ? ROUND : left);
            say("idle", flock.size() + " open");
        }
        tellAll("second");
        flock.cut();
        say("reconnected", "in " + flock.open().toMillis() + " ms, " + flock.again() + " tried again");
        tellAll("third");
        Thread.sleep(ROUND);
        say("idle", flock.size() + " open");
        flock.cut();
        Thread.sleep(ROUND);
        say("all gone", "");
    }

    private void tellAll(String name) throws IOException, InterruptedException {
        long before = flock.told();
        long began = System.nanoTime();
        int status = flock.write(writer, "idle-trial-" + name + "-" + Long.toString(began, 36));
        if (status != 201) {
            throw new IllegalStateException("a write was answered with " + status);
        }
        while (flock.told() < before + watches) {
            Thread.sleep(5);
        }
        say("told", "all of one change in " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
    }

    private void say(String what, String more) throws IOException {
        long resident = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long hundredths = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        System.out.printf(
                Locale.ROOT, "%-11s %5d MB resident, %7.2f s of processor time; %s%n", what, resident, hundredths / 100.0, more);
    }
}
