package dev.pilothouse.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InformerTest {
    private final FakeServer server = new FakeServer();
    private final Client client = new Client(server);
    private final Informer pods = new Informer(Pod.RESOURCE, server, "");
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        pods.close();
    }

    @Test
    void whatIsThereAtTheStartIsToldBeforeItIsSynced() throws Exception {
        create("a");
        create("b");
        start();
        assertThat(heard).containsExactly("+a", "+b");
        assertThat(pods.isSynced()).isTrue();
    }

    @Test
    void changesAreToldInOrderWithWhatWasBefore() throws Exception {
        start();
        create("a");
        label("a", "v1");
        delete("a");
        awaitAll();
        assertThat(heard).containsExactly("+a", "a:->v1", "-a");
        assertThat(pods.all()).isEmpty();
    }

    @Test
    void whatNobodyControlsIsFoundByItsNamespaceUntilSomebodyDoes() throws Exception {
        create("free");
        create("taken");
        create("gone");
        start();
        assertThat(pods.uncontrolled("default"))
                .extracting(ObjectMeta::name)
                .containsExactly("free", "gone", "taken");
        ObjectTree owner = ObjectTree.builder().put("uid", "u").put("controller", true).build();
        client.merge(
                Pod.RESOURCE,
                new Key("default", "taken"),
                "",
                ObjectTree.of("metadata", ObjectTree.of("ownerReferences", ListTree.of(owner))));
        delete("gone");
        awaitAll();
        assertThat(pods.uncontrolled("default")).extracting(ObjectMeta::name).containsExactly("free");
        assertThat(pods.uncontrolled("elsewhere")).isEmpty();
        assertThat(pods.ownedBy("u")).extracting(ObjectMeta::name).containsExactly("taken");
    }

    @Test
    void aBrokenWatchGoesOnWhereItWas() throws Exception {
        create("a");
        start();
        server.breakWatches();
        create("b");
        awaitAll();
        assertThat(heard).containsExactly("+a", "+b");
    }

    @Test
    void aServerThatComesBackIsFollowedAgain() throws Exception {
        start();
        server.down();
        Thread.yield();
        server.up();
        create("a");
        awaitAll();
        assertThat(heard).containsExactly("+a");
    }

    @Test
    void afterAGapEverythingIsReadAnewAndOnlyTheDifferenceIsTold() throws Exception {
        create("kept");
        create("deleted");
        create("replaced");
        start();
        String uid = ObjectMeta.uid(pods.get(new Key("default", "replaced")).orElseThrow());
        server.down();
        heard.clear();
        server.up();
        synchronized (server) {
            delete("deleted");
            delete("replaced");
            create("replaced");
            create("new");
            server.forgetHistory();
            server.breakWatches();
        }
        Awaitility.await().until(() -> pods.get(new Key("default", "new")).isPresent());
        Awaitility.await().until(() -> pods.get(new Key("default", "deleted")).isEmpty());
        assertThat(pods.all()).extracting(ObjectMeta::name).containsExactly("kept", "new", "replaced");
        assertThat(ObjectMeta.uid(pods.get(new Key("default", "replaced")).orElseThrow())).isNotEqualTo(uid);
        assertThat(heard).contains("-deleted", "+new");
    }

    @Test
    void aRefusalIsTriedAgain() throws Exception {
        create("a");
        server.refuseNext(ApiError.tooManyRequests("later", 1));
        start();
        assertThat(heard).containsExactly("+a");
    }

    @Test
    void aListenerThatComesLateHearsOfAllThatIsThere() throws Exception {
        create("a");
        start();
        List<String> late = new CopyOnWriteArrayList<>();
        pods.listen((before, after) -> late.add(before.isEmpty() + " " + ObjectMeta.name(after.orElseThrow())));
        assertThat(late).containsExactly("true a");
    }

    @Test
    void objectsAreFoundByNamespaceInNameOrder() throws Exception {
        client.create(Pod.RESOURCE, "other", pod("other", "x"));
        create("b");
        create("a");
        start();
        assertThat(pods.in("default")).extracting(ObjectMeta::name).containsExactly("a", "b");
        assertThat(pods.in("defaul")).isEmpty();
    }

    @Test
    void objectsAreFoundByTheirControllerAsItChanges() throws Exception {
        start();
        client.create(Pod.RESOURCE, "default", owned("a", "set-1"));
        client.create(Pod.RESOURCE, "default", owned("b", "set-1"));
        awaitAll();
        assertThat(pods.ownedBy("set-1")).hasSize(2);
        ObjectTree a = client.get(Pod.RESOURCE, new Key("default", "a"));
        client.update(Pod.RESOURCE, ObjectMeta.with(a, "ownerReferences", ListTree.of(owner("set-2"))));
        delete("b");
        awaitAll();
        assertThat(pods.ownedBy("set-1")).isEmpty();
        assertThat(pods.ownedBy("set-2")).extracting(ObjectMeta::name).containsExactly("a");
    }

    @Test
    void waitingForARevisionEndsWhenItIsSeen() throws Exception {
        start();
        create("a");
        assertThat(pods.await(server.revision(), Duration.ofSeconds(10))).isTrue();
        assertThat(pods.get(new Key("default", "a"))).isPresent();
        assertThat(pods.await(server.revision() + 1, Duration.ofMillis(20))).isFalse();
    }

    @Test
    void waitingForAnObjectToGoEndsWhenItIsGoneOrAnotherHasItsName() throws Exception {
        create("a");
        start();
        Key key = new Key("default", "a");
        String uid = ObjectMeta.uid(pods.get(key).orElseThrow());
        assertThat(pods.awaitGone(key, uid, Duration.ofMillis(20))).isFalse();
        delete("a");
        create("a");
        assertThat(pods.awaitGone(key, uid, Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aServerThatEndsWatchesAtOnceIsNotAskedWithoutPause() {
        Transport hasty = new Transport() {
            @Override
            public Answer send(Call call) {
                return server.send(call);
            }

            @Override
            public Events watch(Call call) {
                Events events = server.watch(call);
                events.close();
                return new Events() {
                    @Override
                    public Next next(Duration timeout) {
                        return new Next.End();
                    }

                    @Override
                    public void close() {}
                };
            }
        };
        try (Informer hurried = new Informer(Pod.RESOURCE, hasty, "")) {
            hurried.start(task -> Thread.ofVirtual().start(task));
            Awaitility.await().until(() -> server.asked().size() >= 3);
            // Each try waits at least 50 ms: a loop without a pause would have made thousands.
            assertThat(server.asked()).hasSizeLessThan(20);
        }
    }

    @Test
    void closingEndsEveryWait() throws Exception {
        server.down();
        pods.start(task -> Thread.ofVirtual().start(task));
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                pods.awaitSynced();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        pods.close();
        assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
    }

    // ---- words of the tests

    private void start() throws InterruptedException {
        pods.listen((before, after) -> heard.add(before.isEmpty()
                ? "+" + ObjectMeta.name(after.orElseThrow())
                : after.map(now -> ObjectMeta.name(now) + ":" + version(before.get()) + "->" + version(now))
                        .orElseGet(() -> "-" + ObjectMeta.name(before.get()))));
        pods.start(task -> Thread.ofVirtual().start(task));
        pods.awaitSynced();
    }

    private static String version(ObjectTree object) {
        return ObjectMeta.label(object, "version");
    }

    private void awaitAll() throws InterruptedException {
        assertThat(pods.await(server.revision(), Duration.ofSeconds(10))).isTrue();
    }

    private void create(String name) {
        client.create(Pod.RESOURCE, "default", pod("default", name));
    }

    private void label(String name, String version) {
        ObjectTree object = client.get(Pod.RESOURCE, new Key("default", name));
        client.update(Pod.RESOURCE, ObjectMeta.withLabel(object, "version", version));
    }

    private void delete(String name) {
        client.delete(Pod.RESOURCE, new Key("default", name), Client.Deletion.PLAIN);
    }

    private static ObjectTree pod(String namespace, String name) {
        ObjectTree object =
                ObjectTree.builder().put("apiVersion", "v1").put("kind", "Pod").build();
        return ObjectMeta.withNamespace(ObjectMeta.withName(object, name), namespace);
    }

    private static ObjectTree owned(String name, String uid) {
        return ObjectMeta.with(pod("default", name), "ownerReferences", ListTree.of(owner(uid)));
    }

    private static ObjectTree owner(String uid) {
        return ObjectTree.EMPTY
                .with("apiVersion", "apps/v1")
                .with("kind", "ReplicaSet")
                .with("name", uid)
                .with("uid", uid)
                .with("controller", true);
    }
}
