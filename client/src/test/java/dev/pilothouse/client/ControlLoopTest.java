package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlLoopTest {
    private static final Key SET = new Key("default", "set");

    private final FakeServer server = new FakeServer();
    private final Client client = new Client(server);
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    private final Executor threads = task -> Thread.ofVirtual().start(task);
    private final List<Informers> opened = new ArrayList<>();

    @AfterEach
    void end() {
        opened.forEach(Informers::close);
        timers.shutdownNow();
    }

    @Test
    void whatALoopMadeIsNeverMadeTwice() throws Exception {
        Replicas replicas = new Replicas(3);
        LateEvents late = new LateEvents(server);
        try (ControlLoop _ = loop(replicas, late)) {
            makeSet();
            Awaitility.await().until(() -> pods().size() == 3);
            // The set changes while the loop's own pods haven't come back: it must wait for them before it counts again.
            touchSet("1");
            touchSet("2");
            late.letThrough();
            Awaitility.await().until(() -> replicas.passes.get() >= 2);
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> pods().size() == 3);
        }
    }

    @Test
    void whatALoopDeletedIsNeverCountedOnceMore() throws Exception {
        Replicas replicas = new Replicas(3);
        LateEvents late = new LateEvents(server);
        late.letThrough();
        try (ControlLoop _ = loop(replicas, late)) {
            makeSet();
            Awaitility.await().until(() -> pods().size() == 3);
            late.holdBack();
            replicas.wanted = 2;
            touchSet("scaled");
            Awaitility.await().until(() -> pods().size() == 2);
            // Looked at again, before the informer has seen the deletion.
            touchSet("again");
            late.letThrough();
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> pods().size() == 2);
        }
    }

    @Test
    void aFailedPassIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        Controller failing = controller((_, _) -> {
            switch (tries.incrementAndGet()) {
                case 1 -> throw ApiError.serviceUnavailable("busy");
                case 2 -> throw new IllegalStateException("a defect");
                default -> {
                    return Controller.Next.whenChanged();
                }
            }
        });
        try (ControlLoop _ = loop(failing, server)) {
            makeSet();
            Awaitility.await().until(() -> tries.get() == 3);
        }
    }

    @Test
    void aPassMayAskToBeCalledAgain() {
        AtomicInteger passes = new AtomicInteger();
        Controller again = controller((_, _) -> passes.incrementAndGet() < 3
                ? Controller.Next.after(Duration.ofMillis(1))
                : Controller.Next.whenChanged());
        try (ControlLoop _ = loop(again, server)) {
            makeSet();
            Awaitility.await().until(() -> passes.get() == 3);
        }
    }

    @Test
    void aPassComesOnlyAfterEverythingHasBeenRead() {
        makeSet();
        for (int i = 0; i < 50; i++) {
            client.create(Pod.RESOURCE, "default", owned("pod-" + i, setUid()));
        }
        List<Integer> seen = new CopyOnWriteArrayList<>();
        Controller counting = controller((_, world) -> {
            seen.add(world.all(Pod.RESOURCE).size());
            return Controller.Next.whenChanged();
        });
        try (ControlLoop _ = loop(counting, server)) {
            Awaitility.await().until(() -> !seen.isEmpty());
            assertThat(seen.getFirst()).isEqualTo(50);
        }
    }

    @Test
    void anOwnedObjectWakesItsOwner() {
        List<Key> woken = new CopyOnWriteArrayList<>();
        Controller owner = controller((key, _) -> {
            woken.add(key);
            return Controller.Next.whenChanged();
        });
        makeSet();
        try (ControlLoop _ = loop(owner, server)) {
            Awaitility.await().until(() -> woken.size() == 1);
            client.create(Pod.RESOURCE, "default", owned("pod", setUid()));
            Awaitility.await().until(() -> woken.size() == 2);
            assertThat(woken).containsOnly(SET);
        }
    }

    @Test
    void aLoopThatStandsByFollowsAndBeginsWithEverythingWhenItMayAct() {
        List<Key> woken = new CopyOnWriteArrayList<>();
        Controller controller = controller((key, _) -> {
            woken.add(key);
            return Controller.Next.whenChanged();
        });
        makeSet();
        Informers informers = new Informers(server, threads);
        opened.add(informers);
        try (ControlLoop loop = new ControlLoop(
                controller, informers, server, InstantSource.system(), threads, timers, new LoopFigures())) {
            informers.start();
            Awaitility.await().until(() -> informers.of(ReplicaSet.RESOURCE).get(SET).isPresent());
            touchSet("while nobody acts");
            Awaitility.await().until(() -> isTouched(informers, "while nobody acts"));
            Awaitility.await().during(Duration.ofMillis(100)).until(woken::isEmpty);
            loop.act();
            Awaitility.await().until(() -> woken.equals(List.of(SET)));
            touchSet("once it acts");
            Awaitility.await().until(() -> woken.equals(List.of(SET, SET)));
        }
    }

    @Test
    void aChangeNamesEachKeyOnce() {
        List<List<Key>> named = new CopyOnWriteArrayList<>();
        Controller asking = controller((_, world) -> {
            Optional<ObjectTree> set = world.get(ReplicaSet.RESOURCE, SET);
            named.add(Controller.Watches.of(ReplicaSet.RESOURCE).all().getFirst().keys().keys(set, set, world));
            return Controller.Next.whenChanged();
        });
        makeSet();
        try (ControlLoop _ = loop(asking, server)) {
            Awaitility.await().until(() -> !named.isEmpty());
            assertThat(named.getFirst()).containsExactly(SET);
        }
    }

    // ---- words of the tests

    private interface Pass {
        Controller.Next reconcile(Key key, World world);
    }

    private static Controller controller(Pass pass) {
        return new Controller() {
            @Override
            public String name() {
                return "tests";
            }

            @Override
            public Watches watches() {
                return Watches.of(ReplicaSet.RESOURCE).owns(Pod.RESOURCE, "ReplicaSet");
            }

            @Override
            public Next reconcile(Key key, World world) {
                return pass.reconcile(key, world);
            }
        };
    }

    /// Keeps as many pods as wanted, by what the informers have seen.
    private static final class Replicas implements Controller {
        private final AtomicInteger names = new AtomicInteger();
        private final AtomicInteger passes = new AtomicInteger();
        private volatile int wanted;

        Replicas(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public String name() {
            return "tests";
        }

        @Override
        public Watches watches() {
            return Watches.of(ReplicaSet.RESOURCE).owns(Pod.RESOURCE, "ReplicaSet");
        }

        @Override
        public Next reconcile(Key key, World world) {
            String uid = ObjectMeta.uid(world.get(ReplicaSet.RESOURCE, key).orElseThrow());
            List<ObjectTree> pods = world.ownedBy(Pod.RESOURCE, uid);
            for (int i = pods.size(); i < wanted; i++) {
                world.create(Pod.RESOURCE, "default", owned("pod-" + names.incrementAndGet(), uid));
            }
            for (int i = wanted; i < pods.size(); i++) {
                // Another one each time, so that counting a deleted pod would cost a living one.
                ObjectTree victim = pods.get((passes.get() + i) % pods.size());
                world.delete(Pod.RESOURCE, Key.of(victim), Client.Deletion.PLAIN);
            }
            passes.incrementAndGet();
            return Next.whenChanged();
        }
    }

    /// Keeps events of pods back until they are let through, as a slow watch would.
    private static final class LateEvents implements Transport {
        private final Transport behind;
        private final Semaphore gate = new Semaphore(0);

        LateEvents(Transport behind) {
            this.behind = behind;
        }

        void letThrough() {
            gate.release(1_000_000);
        }

        void holdBack() {
            gate.drainPermits();
        }

        @Override
        public Answer send(Call call) {
            return behind.send(call);
        }

        @Override
        public Events watch(Call call) {
            Events events = behind.watch(call);
            boolean late = call.path().endsWith("/pods");
            return new Events() {
                @Override
                public Next next(Duration timeout) throws InterruptedException {
                    Next next = events.next(timeout);
                    if (late && next instanceof Next.Event(String type, ObjectTree _) && !type.equals("BOOKMARK")) {
                        gate.acquire();
                    }
                    return next;
                }

                @Override
                public void close() {
                    letThrough();
                    events.close();
                }
            };
        }
    }

    private ControlLoop loop(Controller controller, Transport reads) {
        Informers informers = new Informers(reads, threads);
        opened.add(informers);
        ControlLoop loop = new ControlLoop(controller, informers, server, InstantSource.system(), threads, timers, new LoopFigures());
        informers.start();
        loop.act();
        return loop;
    }

    private void makeSet() {
        ObjectTree set = ObjectTree.builder()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .build();
        client.create(
                ReplicaSet.RESOURCE, "default", ObjectMeta.withNamespace(ObjectMeta.withName(set, "set"), "default"));
    }

    private void touchSet(String value) {
        ObjectTree set = client.get(ReplicaSet.RESOURCE, SET);
        client.update(ReplicaSet.RESOURCE, ObjectMeta.withLabel(set, "touched", value));
    }

    private static boolean isTouched(Informers informers, String value) {
        return informers.of(ReplicaSet.RESOURCE)
                .get(SET)
                .filter(set -> ObjectMeta.of(set).object("labels").text("touched").equals(value))
                .isPresent();
    }

    private String setUid() {
        return ObjectMeta.uid(client.get(ReplicaSet.RESOURCE, SET));
    }

    private List<ObjectTree> pods() {
        return server.all(Client.path(Pod.RESOURCE, "default", ""));
    }

    private static ObjectTree owned(String name, String uid) {
        ObjectTree pod = ObjectTree.builder().put("apiVersion", "v1").put("kind", "Pod").build();
        ObjectTree owner = ObjectTree.EMPTY
                .with("apiVersion", "apps/v1")
                .with("kind", "ReplicaSet")
                .with("name", "set")
                .with("uid", uid)
                .with("controller", true);
        pod = ObjectMeta.withNamespace(ObjectMeta.withName(pod, name), "default");
        return ObjectMeta.with(pod, "ownerReferences", ListTree.of(owner));
    }
}
