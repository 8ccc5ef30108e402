package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one [Controller]: watch stream, informer cache, queue of keys, reconcile, and in again at the API server.
public final class ControlLoop implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private final Controller controller;
    private final Informers informers;
    private final World world;
    private final WorkQueue<Key> queue;
    /// What each key's last pass has written, while the informers may not have seen it.
    private final Map<Key, World> lastPass = new ConcurrentHashMap<>();
    private final Executor executor;
    private volatile boolean acting;

    /// @param informers what the loops of one process share, started by their owner once all loops have been made, and
    ///     closed after them
    /// @param figures what the loop counts in
    /// @param writes the controller's own identity
    public ControlLoop(
            Controller controller,
            Informers informers,
            Transport writes,
            InstantSource clock,
            Executor executor,
            ScheduledExecutorService timers,
            LoopFigures figures) {
        this.controller = controller;
        this.informers = informers;
        Client client = new Client(writes);
        this.world = new World(
                informers,
                client,
                new EventRecorder(client, controller.component(), "", clock, executor),
                clock,
                this::followToo);
        String name = nameOfQueue(controller);
        this.queue = new WorkQueue<>(timers, clock, figures.queue(name));
        figures.follow(name, queue);
        this.executor = executor;
        controller.watches().all().forEach(this::listen);
    }

    /// As upstream names queues: `deployment`, `replicaset`.
    private static String nameOfQueue(Controller controller) {
        return controller.name().replaceFirst("-controller$", "").replace('-', '_');
    }

    /// What changes while nobody acts isn't noted: whoever begins to act looks at everything.
    private void listen(Controller.Watches.Watch watch) {
        informers.of(watch.resource()).listen((before, after) -> {
            if (acting) {
                note(watch, before, after);
            }
        });
    }

    private void note(Controller.Watches.Watch watch, Optional<ObjectTree> before, Optional<ObjectTree> after) {
        watch.keys().keys(before, after, world).forEach(queue::add);
    }

    @Override
    public void act() {
        acting = true;
        executor.execute(this::begin);
    }

    private void begin() {
        for (Controller.Watches.Watch watch : controller.watches().all()) {
            informers.of(watch.resource()).tellAll((before, after) -> note(watch, before, after));
        }
        startWorkers();
    }

    private void followToo(Controller.Watches.Watch watch) {
        listen(watch);
        informers.start();
    }

    private void startWorkers() {
        try {
            for (Controller.Watches.Watch watch : controller.watches().all()) {
                informers.of(watch.resource()).awaitSynced();
            }
        } catch (InterruptedException e) {
            return;
        }
        for (int i = 0; i < controller.workers(); i++) {
            executor.execute(this::work);
        }
    }

    private void work() {
        try {
            while (true) {
                Optional<Key> key = queue.take();
                if (key.isEmpty()) {
                    return;
                }
                try {
                    reconcile(key.get());
                } finally {
                    queue.done(key.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reconcile(Key key) throws InterruptedException {
        World before = lastPass.remove(key);
        if (before != null) {
            before.awaitOwnWrites();
        }
        World pass = world.forKey();
        try {
            Controller.Next next = controller.reconcile(key, pass);
            queue.forget(key);
            next.after().ifPresent(delay -> queue.addAfter(key, delay));
        } catch (ApiError e) {
            // Somebody else wrote first, or something is not there yet: the next pass sees it.
            LOG.atLevel(e.is(Status.CONFLICT) || e.code() == 503 ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.INFO)
                    .log("{} tries {} again: {}", controller.name(), key, e.getMessage());
            queue.retry(key);
        } catch (RuntimeException e) {
            LOG.error("{} failed on {} and tries again", controller.name(), key, e);
            queue.retry(key);
        } finally {
            if (pass.hasWritten()) {
                lastPass.put(key, pass);
            }
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
