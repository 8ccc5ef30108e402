package dev.pilothouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnansweredBindingTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server = new Server();
    private final Scheduler scheduler = new Scheduler(
            server, server, Profile.STANDARD, InstantSource.system(), new Random(1), executor, new SchedulerFigures());

    @AfterEach
    void end() {
        scheduler.close();
        executor.shutdownNow();
    }

    @Test
    void whatWasBoundWithoutAnAnswerKeepsItsRoom() {
        server.tell("/api/v1/nodes", "ADDED", NODE);
        scheduler.act();
        server.tell("/api/v1/pods", "ADDED", pod("first"));
        await().until(() -> server.bound.containsKey("first"));
        for (String name : List.of("second", "third", "fourth")) {
            server.tell("/api/v1/pods", "ADDED", pod(name));
            await().until(() -> server.decided.containsKey(name));
        }
        assertThat(server.bound).containsOnlyKeys("first");
    }

    private static final ObjectTree NODE = Stage.yaml("""
            apiVersion: v1
            kind: Node
            metadata: {name: one}
            status:
              allocatable: {cpu: "1", memory: 1Gi, pods: "10"}
            """);

    private static ObjectTree pod(String name) {
        return Stage.yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: NAME, namespace: default, uid: NAME}
                spec:
                  schedulerName: default-scheduler
                  containers:
                  - name: main
                    image: none
                    resources: {requests: {cpu: 600m}}
                status: {phase: Pending}
                """.replace("NAME", name));
    }

    /// Binds pods, tells whoever watches, and says that it doesn't know.
    private static final class Server implements Transport {
        private final Map<String, ObjectTree> bound = new ConcurrentHashMap<>();
        private final Map<String, ObjectTree> decided = new ConcurrentHashMap<>();
        private final Map<String, Stream> streams = new ConcurrentHashMap<>();
        private final AtomicLong revision = new AtomicLong(1);

        private Stream stream(String path) {
            return streams.computeIfAbsent(path, _ -> new Stream());
        }

        /// Returns when the event was taken.
        void tell(String path, String type, ObjectTree object) {
            Stream stream = stream(path);
            stream.queue.add(new Next.Event(
                    type, ObjectMeta.withResourceVersion(object, Long.toString(revision.incrementAndGet()))));
            long told = stream.told.incrementAndGet();
            await().until(() -> stream.taken.get() >= told);
        }

        @Override
        public Answer send(Call call) {
            String[] path = call.path().split("/");
            if (call.path().endsWith("/binding")) {
                String name = path[path.length - 2];
                tell("/api/v1/pods", "MODIFIED", pod(name).withAt(Tree.of("one"), "spec", "nodeName"));
                bound.put(name, call.body().asObject());
                decided.put(name, call.body().asObject());
                ApiError unknown = ApiError.timeout("request timed out", 0);
                return new Answer(unknown.code(), unknown.status().tree());
            }
            if (call.path().endsWith("/status")) {
                decided.put(path[path.length - 2], call.body().asObject());
            }
            return new Answer(200, call.body());
        }

        @Override
        public Events watch(Call call) {
            Stream stream = stream(call.path());
            stream.queue.add(new Next.Event("BOOKMARK", ObjectMeta.withResourceVersion(ObjectTree.EMPTY, "1")));
            stream.told.incrementAndGet();
            return stream;
        }
    }

    private static final class Stream implements Transport.Events {
        private final LinkedBlockingQueue<Transport.Next> queue = new LinkedBlockingQueue<>();
        private final AtomicLong told = new AtomicLong();
        private final AtomicLong given = new AtomicLong();
        private final AtomicLong taken = new AtomicLong();

        /// Who asks for the next one has dealt with those before.
        @Override
        public Transport.Next next(Duration timeout) throws InterruptedException {
            taken.set(given.get());
            Transport.Next next = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return new Transport.Next.Nothing();
            }
            given.incrementAndGet();
            return next;
        }

        @Override
        public void close() {
            queue.add(new Transport.Next.End());
        }
    }
}
