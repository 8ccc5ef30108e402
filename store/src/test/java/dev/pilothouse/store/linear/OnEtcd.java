package dev.pilothouse.store.linear;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.etcd.EtcdStore;
import dev.pilothouse.store.linear.Wire.Weather;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Three API servers' stores on three members of etcd, that die, pause and lose sight of one another.
final class OnEtcd implements Target {
    /// How long trouble lasts, at most: longer than an election, and than the patience of some.
    private static final int TROUBLE_MILLIS = 1_800;

    /// Some lose patience before another member is asked, some after.
    private static final List<Duration> PATIENCE =
            List.of(Duration.ofMillis(1_200), Duration.ofMillis(2_000), Duration.ofMillis(4_500));

    private enum Trouble {
        A_MEMBER_DIES,
        A_MEMBER_PAUSES,
        MOST_MEMBERS_PAUSE,
        ALL_MEMBERS_DIE,
        A_MEMBER_IS_ALONE,
        A_LINK_STALLS,
        CONNECTIONS_BREAK,
        CONNECTIONS_ARE_REFUSED,
        ANSWERS_ARE_LOST,
        EVERYTHING_STALLS,
        A_MEMBER_IS_ALONE_AND_ANOTHER_DIES
    }

    private final EtcdCluster cluster;
    private final RandomGenerator random;
    private final List<Store> stores;

    /// Ask one member only, whoever it has lost sight of: those that read most have them.
    private final List<Store> faithful;

    OnEtcd(Path folder, RandomGenerator random) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.random = random;
        this.cluster = new EtcdCluster(folder, random);
        this.stores = IntStream.range(0, EtcdCluster.MEMBERS)
                .mapToObj(i -> opened(cluster.endpoints(i), i))
                .toList();
        this.faithful = IntStream.range(0, EtcdCluster.MEMBERS)
                .mapToObj(i -> opened(cluster.endpoints(i).subList(0, 1), 0))
                .toList();
    }

    private static Store opened(List<String> endpoints, int patience) {
        return EtcdStore.open(EtcdSettings.of(endpoints).withAnswering(PATIENCE.get(patience)));
    }

    @Override
    public Store store() {
        return stores.getLast();
    }

    @Override
    public Store store(int client) {
        // Two writers share a store each, and so what its requests share.
        int turn = client % EtcdCluster.MEMBERS;
        return turn == EtcdCluster.MEMBERS - 1
                ? faithful.get(client / EtcdCluster.MEMBERS % faithful.size())
                : stores.get(turn);
    }

    @Override
    public boolean forgets() {
        return false;
    }

    @Override
    public int troubles() {
        return Trouble.values().length;
    }

    @Override
    public void trouble(int kind) throws InterruptedException {
        int one = random.nextInt(EtcdCluster.MEMBERS);
        int other = (one + 1 + random.nextInt(EtcdCluster.MEMBERS - 1)) % EtcdCluster.MEMBERS;
        switch (Trouble.values()[kind]) {
            case A_MEMBER_DIES -> {
                cluster.kill(one);
                last(2);
                cluster.start(one);
            }
            case A_MEMBER_PAUSES -> {
                cluster.signal(one, "STOP");
                last(1);
                cluster.signal(one, "CONT");
            }
            case MOST_MEMBERS_PAUSE -> {
                cluster.signal(one, "STOP");
                cluster.signal(other, "STOP");
                last(1);
                cluster.signal(one, "CONT");
                last(4);
                cluster.signal(other, "CONT");
            }
            case ALL_MEMBERS_DIE -> {
                everywhere(cluster::kill);
                last(4);
                everywhere(cluster::start);
            }
            case A_MEMBER_IS_ALONE -> {
                alone(one, random.nextBoolean() ? Weather.STALLED : Weather.CUT);
                last(1);
                alone(one, Weather.CLEAR);
            }
            case A_LINK_STALLS -> {
                cluster.link(one, other, Weather.STALLED);
                last(1);
                cluster.link(one, other, Weather.CLEAR);
            }
            case CONNECTIONS_BREAK -> {
                cluster.clients(one, Weather.CUT);
                last(4);
                cluster.clients(one, Weather.CLEAR);
            }
            case CONNECTIONS_ARE_REFUSED -> {
                cluster.listening(one, false);
                last(4);
                cluster.listening(one, true);
            }
            case ANSWERS_ARE_LOST -> {
                everywhere(member -> cluster.clients(member, Weather.MUTE));
                last(8);
                everywhere(member -> cluster.clients(member, Weather.CLEAR));
            }
            case EVERYTHING_STALLS -> {
                everywhere(member -> cluster.clients(member, Weather.STALLED));
                last(2);
                everywhere(member -> cluster.clients(member, Weather.CLEAR));
            }
            case A_MEMBER_IS_ALONE_AND_ANOTHER_DIES -> {
                alone(one, Weather.CUT);
                last(2);
                cluster.kill(other);
                last(4);
                alone(one, Weather.CLEAR);
                last(4);
                cluster.start(other);
            }
        }
    }

    private interface Deed {
        void to(int member);
    }

    private static void everywhere(Deed deed) {
        IntStream.range(0, EtcdCluster.MEMBERS).forEach(deed::to);
    }

    private void alone(int member, Weather weather) {
        everywhere(other -> {
            if (other != member) {
                cluster.link(member, other, weather);
                cluster.link(other, member, weather);
            }
        });
    }

    /// @param part of the longest time that trouble lasts
    private void last(int part) throws InterruptedException {
        Thread.sleep(50 + random.nextInt(TROUBLE_MILLIS / part));
    }

    @Override
    public void close() {
        stores.forEach(Store::close);
        faithful.forEach(Store::close);
        cluster.close();
    }
}
