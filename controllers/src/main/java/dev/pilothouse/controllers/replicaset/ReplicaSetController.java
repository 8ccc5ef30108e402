package dev.pilothouse.controllers.replicaset;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Batches;
import dev.pilothouse.controllers.pods.Claim;
import dev.pilothouse.controllers.pods.Conditions;
import dev.pilothouse.controllers.pods.Expendable;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps as many pods running as a ReplicaSet, or a ReplicationController, asks for. Reads the whole state of one key and
/// closes the gap; it never learns which event woke it.
///
/// C1 The cache has seen this key's own last writes, so a pod made in the pass before is never counted as missing.
public final class ReplicaSetController implements Controller {
    /// Creates or deletes in one pass: a typo in `replicas` must not flood the API server.
    private static final int BURST = 500;

    private static final String FAILURE = "ReplicaFailure";

    private final Replicated replicated;

    public ReplicaSetController(Replicated replicated) {
        this.replicated = replicated;
    }

    @Override
    public String name() {
        return replicated.controller();
    }

    @Override
    public String account() {
        return replicated.account();
    }

    @Override
    public String component() {
        return replicated.account();
    }

    @Override
    public Watches watches() {
        return Watches.of(replicated.resource())
                .owns(Pod.RESOURCE, replicated.kind())
                .and(Pod.RESOURCE, (pod, world) -> Claim.adopters(replicated.resource(), pod, world));
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(replicated.resource(), key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree set = found.get();
        List<ObjectTree> owned = Claim.of(set, replicated.resource()).takingIn(Pods::isActive).of(Pod.RESOURCE, world);
        List<ObjectTree> active = owned.stream().filter(Pods::isActive).toList();
        Optional<ApiError> failure =
                ObjectMeta.isBeingDeleted(set) ? Optional.empty() : scale(set, active, world);
        Instant now = world.now();
        ObjectTree status = status(set, owned, active, failure, now);
        if (!status.equals(set.object("status"))) {
            world.updateStatus(replicated.resource(), set.with("status", status));
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return nextAvailability(set, active, now);
    }

    private Optional<ApiError> scale(ObjectTree set, List<ObjectTree> active, World world) {
        int wanted = set.object("spec").get("replicas").asInt();
        int missing = wanted - active.size();
        if (missing > 0) {
            return create(set, Math.min(missing, BURST), world);
        }
        if (missing == 0) {
            return Optional.empty();
        }
        List<ObjectTree> surplus = Expendable.inOrder(active, related(set, world));
        for (ObjectTree pod : surplus.subList(0, Math.min(-missing, BURST))) {
            world.delete(Pod.RESOURCE, Key.of(pod), Client.Deletion.of(ObjectMeta.uid(pod)));
            world.event(set, "Normal", "SuccessfulDelete", "Deleted pod: " + ObjectMeta.name(pod));
        }
        return Optional.empty();
    }

    /// Pods of the sets that belong to the same owner: where they run, a pod less does least harm.
    private List<ObjectTree> related(ObjectTree set, World world) {
        Optional<ObjectTree> owner = OwnerReferences.controllerOf(set);
        if (owner.isEmpty()) {
            return world.ownedBy(Pod.RESOURCE, ObjectMeta.uid(set));
        }
        List<ObjectTree> related = new ArrayList<>();
        for (ObjectTree sibling : world.ownedBy(replicated.resource(), owner.get().text("uid"))) {
            related.addAll(world.ownedBy(Pod.RESOURCE, ObjectMeta.uid(sibling)));
        }
        return related;
    }

    private static Optional<ApiError> create(ObjectTree set, int count, World world) {
        ObjectTree pod = Pods.from(set.object("spec").object("template"), set);
        String namespace = ObjectMeta.namespace(set);
        Batches.Result result = Batches.run(count, () -> {
            ObjectTree made = world.create(Pod.RESOURCE, namespace, pod);
            world.event(set, "Normal", "SuccessfulCreate", "Created pod: " + ObjectMeta.name(made));
        });
        result.failure().ifPresent(refused -> {
            if (!Pods.isRefusedByEnd(refused)) {
                world.event(set, "Warning", "FailedCreate", "Error creating: " + refused.getMessage());
            }
        });
        // Also where nobody knows whether the pod was made: the next pass finds it, one too many perhaps, or makes it.
        return result.failure();
    }

    private ObjectTree status(
            ObjectTree set, List<ObjectTree> owned, List<ObjectTree> active, Optional<ApiError> failure, Instant now) {
        LabelSelector template = LabelSelector.of(
                set.object("spec").object("template").object("metadata").object("labels").texts());
        Duration minReady = Duration.ofSeconds(set.object("spec").number("minReadySeconds"));
        long terminating = owned.stream().filter(Pods::isTerminating).count();
        long labelled = active.stream()
                .filter(pod -> template.matches(ObjectMeta.labels(pod)))
                .count();
        long ready = active.stream().filter(Pods::isReady).count();
        long available = active.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .count();
        ObjectTree old = set.object("status");
        ListTree conditions = old.list("conditions");
        if (failure.isEmpty()) {
            conditions = ListTree.of(Conditions.without(conditions, FAILURE));
        } else if (Conditions.of(conditions, FAILURE).isEmpty()) {
            // Said once: the next failures differ in the name that the pod would have had.
            conditions = Conditions.with(
                    conditions, FAILURE, "True", "FailedCreate", failure.get().getMessage(), false, now);
        }
        ObjectTree.Builder status = ObjectTree.builder()
                .put("replicas", active.size())
                .put("observedGeneration", ObjectMeta.generation(set));
        if (replicated.countsTerminating()) {
            status.put("terminatingReplicas", terminating);
        }
        putPositive(status, "fullyLabeledReplicas", labelled);
        putPositive(status, "readyReplicas", ready);
        putPositive(status, "availableReplicas", available);
        if (!conditions.isEmpty()) {
            status.put("conditions", conditions);
        }
        return status.build();
    }

    private static void putPositive(ObjectTree.Builder status, String field, long value) {
        if (value > 0) {
            status.put(field, value);
        }
    }

    /// A pod that is ready but not yet available becomes so without an event.
    private static Next nextAvailability(ObjectTree set, List<ObjectTree> active, Instant now) {
        Duration minReady = Duration.ofSeconds(set.object("spec").number("minReadySeconds"));
        if (minReady.isZero()) {
            return Next.whenChanged();
        }
        return active.stream()
                .filter(Pods::isReady)
                .map(pod -> Duration.between(now, Pods.readySince(pod).plus(minReady)))
                .filter(Duration::isPositive)
                .min(Duration::compareTo)
                .map(Next::after)
                .orElse(Next.whenChanged());
    }
}
