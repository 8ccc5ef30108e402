package dev.pilothouse.controllers.job;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Expendable;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Makes and deletes a Job's pods, and lets them go.
record JobPods(ObjectTree job, World world) {
    /// Pods made in one pass (upstream's `MaxPodCreateDeletePerSync`).
    private static final int BURST = 500;

    boolean isIndexed() {
        return job.object("spec").text("completionMode").equals("Indexed");
    }

    /// What came of making pods.
    ///
    /// @param pause until the next index may be tried again, if one has to wait
    record Made(int count, Optional<ApiError> failure, Optional<Duration> pause) {}

    Made create(long count, List<ObjectTree> active, Account account) {
        Retries retries = account.retries();
        TreeSet<Integer> free = new TreeSet<>();
        for (int index = 0; isIndexed() && index < job.object("spec").number("completions"); index++) {
            free.add(index);
        }
        free.removeAll(account.done());
        free.removeAll(retries.lost());
        active.stream().flatMap(pod -> Account.index(pod).stream()).forEach(free::remove);
        Instant now = world.now();
        Optional<Duration> wait = free.stream()
                .map(index -> retries.wait(index, now))
                .filter(Duration::isPositive)
                .min(Duration::compareTo);
        free.removeIf(index -> retries.wait(index, now).isPositive());
        for (int made = 0; made < Math.min(count, BURST); made++) {
            ObjectTree pod = Pods.from(job.object("spec").object("template"), job);
            if (isIndexed()) {
                if (free.isEmpty()) {
                    return new Made(made, Optional.empty(), wait);
                }
                int index = free.pollFirst();
                pod = indexed(pod, index);
                pod = Retries.areLimited(job) ? retries.counted(pod, index, FailurePolicy.of(job)) : pod;
            }
            try {
                create(ObjectMeta.withFinalizer(pod, Account.FINALIZER));
            } catch (ApiError refused) {
                return new Made(made, Optional.of(refused), wait);
            }
        }
        return new Made((int) Math.min(count, BURST), Optional.empty(), wait);
    }

    private void create(ObjectTree pod) {
        try {
            ObjectTree made = world.create(Pod.RESOURCE, ObjectMeta.namespace(job), pod);
            world.event(job, "Normal", "SuccessfulCreate", "Created pod: " + ObjectMeta.name(made));
        } catch (ApiError refused) {
            if (!Pods.isRefusedByEnd(refused)) {
                world.event(job, "Warning", "FailedCreate", "Error creating: " + refused.getMessage());
            }
            throw refused;
        }
    }

    /// The pod of one index: it has the index as an annotation, a label, a variable and in its names.
    private ObjectTree indexed(ObjectTree pod, int index) {
        String number = Integer.toString(index);
        String host = ObjectMeta.name(job) + "-" + number;
        ObjectTree named = ObjectMeta.with(pod, "generateName", Tree.of(host + "-"));
        named = ObjectMeta.withAnnotation(named, Account.INDEX, number);
        named = ObjectMeta.withLabel(named, Account.INDEX, number);
        ObjectTree spec = named.object("spec").with("hostname", host);
        for (String list : List.of("initContainers", "containers")) {
            List<Tree> containers = new ArrayList<>();
            spec.list(list).objects().forEach(container -> containers.add(withVariable(container)));
            spec = containers.isEmpty() ? spec : spec.with(list, ListTree.of(containers));
        }
        return named.with("spec", spec);
    }

    private static ObjectTree withVariable(ObjectTree container) {
        List<Tree> variables = new ArrayList<>();
        for (ObjectTree variable : container.list("env").objects()) {
            if (variable.text("name").equals("JOB_COMPLETION_INDEX")) {
                return container;
            }
            variables.add(variable);
        }
        ObjectTree field = ObjectTree.EMPTY.with("fieldPath", "metadata.labels['" + Account.INDEX + "']");
        variables.add(ObjectTree.EMPTY
                .with("name", "JOB_COMPLETION_INDEX")
                .with("valueFrom", ObjectTree.of("fieldRef", field)));
        return container.with("env", ListTree.of(variables));
    }

    void delete(long count, List<ObjectTree> active) {
        List<ObjectTree> surplus = Expendable.inOrder(active, active);
        for (ObjectTree pod : surplus.subList(0, (int) Math.min(count, surplus.size()))) {
            world.delete(Pod.RESOURCE, Key.of(pod), Client.Deletion.of(ObjectMeta.uid(pod)));
            world.event(job, "Normal", "SuccessfulDelete", "Deleted pod: " + ObjectMeta.name(pod));
        }
    }

    static void release(Collection<ObjectTree> pods, World world) {
        for (ObjectTree pod : pods) {
            if (Account.isHeld(pod)) {
                ObjectTree free = ObjectMeta.withoutFinalizer(pod, Account.FINALIZER);
                ObjectTree metadata = ObjectTree.of("uid", Tree.of(ObjectMeta.uid(pod)))
                        .with("finalizers", ListTree.ofTexts(ObjectMeta.finalizers(free)));
                try {
                    world.merge(Pod.RESOURCE, Key.of(pod), "", ObjectTree.of("metadata", metadata));
                } catch (ApiError e) {
                    if (!e.is(Status.NOT_FOUND)) {
                        throw e;
                    }
                }
            }
        }
    }
}
