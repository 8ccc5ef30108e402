package dev.pilothouse.controllers.statefulset;

import dev.pilothouse.api.core.v1.PersistentVolumeClaim;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.IntOrString;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Pods;
import dev.pilothouse.controllers.revisions.Revisions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One look at a StatefulSet's pods, and the next steps.
///
/// S1 Ordered sets take one step at a time: up while all pods below are available, down while all pods above are gone.
/// S2 Scaling goes before updating; updating takes the highest ordinals first and stops at the partition.
final class Pass {
    private final ObjectTree set;
    private final ObjectTree current;
    private final ObjectTree update;
    private final World world;
    private final Duration minReady;
    private final boolean ordered;
    /// By index; those that aren't stored yet have no phase.
    private final List<ObjectTree> replicas = new ArrayList<>();
    /// Outside the range, highest ordinal first.
    private final List<ObjectTree> condemned;
    private final List<ObjectTree> all;
    private int updating;

    /// @param current revision of the pods below the partition
    /// @param update revision that the pods are to have
    Pass(ObjectTree set, ObjectTree current, ObjectTree update, List<ObjectTree> pods, World world) {
        this.set = set;
        this.current = current;
        this.update = update;
        this.world = world;
        this.all = pods;
        minReady = Duration.ofSeconds(set.object("spec").number("minReadySeconds"));
        ordered = !set.object("spec").text("podManagementPolicy").equals("Parallel");
        for (int index = 0; index < Members.replicas(set); index++) {
            int ordinal = Members.start(set) + index;
            replicas.add(pods.stream()
                    .filter(pod -> Members.ordinal(pod) == ordinal)
                    .findFirst()
                    .orElseGet(() -> unsaved(ordinal)));
        }
        condemned = pods.stream()
                .filter(pod -> !Members.isInRange(set, pod))
                .sorted(Comparator.comparingInt(Members::ordinal).reversed())
                .toList();
    }

    private ObjectTree unsaved(int ordinal) {
        ObjectTree strategy = set.object("spec").object("updateStrategy");
        int kept = strategy.has("rollingUpdate")
                ? strategy.object("rollingUpdate").get("partition").asInt()
                : set.object("status").get("currentReplicas").asInt();
        boolean old = strategy.text("type").equals("RollingUpdate") && ordinal < Members.start(set) + kept;
        ObjectTree revision = old ? current : update;
        return Members.unsaved(Revisions.apply(set, revision), ordinal, ObjectMeta.name(revision));
    }

    private ObjectTree updated() {
        return Revisions.apply(set, update);
    }

    /// Pods that are or could be there, for the status.
    List<ObjectTree> counted() {
        if (ObjectMeta.isBeingDeleted(set)) {
            return all;
        }
        List<ObjectTree> counted = new ArrayList<>(replicas);
        counted.addAll(condemned);
        return counted;
    }

    /// Pods of the current revision that were deleted to be updated in this pass.
    int updating() {
        return updating;
    }

    boolean isAvailable(ObjectTree pod) {
        return Members.isRunningAndReady(pod) && Pods.isAvailable(pod, minReady, world.now());
    }

    void run() {
        if (ObjectMeta.isBeingDeleted(set)) {
            return;
        }
        List<ObjectTree> unavailable = new ArrayList<>(
                replicas.stream().filter(Predicate.not(this::isAvailable)).toList());
        condemned.reversed().stream().filter(Predicate.not(this::isAvailable)).forEach(unavailable::add);
        Optional<ObjectTree> first = unavailable.stream().findFirst();
        for (ObjectTree replica : replicas) {
            if (!keep(replica) && ordered) {
                return;
            }
        }
        for (ObjectTree pod : condemned) {
            ClaimRetention retention = new ClaimRetention(updated(), pod);
            if (!retention.holds(world)) {
                retention.enforce(world);
            }
        }
        for (ObjectTree pod : condemned) {
            if (!dismiss(pod, first) && ordered) {
                return;
            }
        }
        if (!set.object("spec").object("updateStrategy").text("type").equals("OnDelete")) {
            replaceOutdated();
        }
    }

    /// Brings one replica on its way; false where an ordered set has to wait for it.
    private boolean keep(ObjectTree pod) {
        if (Pods.isFinished(pod)) {
            if (!ObjectMeta.isBeingDeleted(pod)) {
                delete(pod);
            }
            return false;
        }
        if (!Members.isStored(pod)) {
            if (!new ClaimRetention(updated(), pod).isStale(world)) {
                create(pod);
            }
            return false;
        }
        if (Pods.phase(pod).equals("Pending")) {
            createClaims(pod);
        }
        if (ordered && (ObjectMeta.isBeingDeleted(pod) || !isAvailable(pod))) {
            return false;
        }
        ClaimRetention retention = new ClaimRetention(updated(), pod);
        if (!retention.holds(world)) {
            retention.enforce(world);
        }
        ObjectTree wanted = Members.withIdentity(set, pod);
        if (!Members.hasStorage(set, pod)) {
            wanted = Members.withStorage(set, wanted);
            createClaims(wanted);
        }
        if (!wanted.equals(pod)) {
            ObjectTree changed = wanted;
            told("update", pod, () -> world.update(Pod.RESOURCE, changed));
        }
        return true;
    }

    /// Takes one surplus pod away; false where an ordered set has to wait.
    private boolean dismiss(ObjectTree pod, Optional<ObjectTree> firstUnavailable) {
        if (ObjectMeta.isBeingDeleted(pod)) {
            return false;
        }
        boolean isFirst = firstUnavailable.filter(first -> first == pod).isPresent();
        if (ordered && !isAvailable(pod) && !isFirst) {
            return false;
        }
        delete(pod);
        return false;
    }

    private void replaceOutdated() {
        ObjectTree rolling = set.object("spec").object("updateStrategy").object("rollingUpdate");
        int partition = rolling.get("partition").asInt();
        int allowed = Math.max(
                1, IntOrString.of(rolling.get("maxUnavailable")).scaled(replicas.size(), false).orElse(1));
        long unavailable =
                replicas.stream().filter(Predicate.not(this::isAvailable)).count();
        for (int index = replicas.size() - 1; index >= partition && unavailable < allowed; index--) {
            ObjectTree pod = replicas.get(index);
            if (!Members.revision(pod).equals(ObjectMeta.name(update)) && !ObjectMeta.isBeingDeleted(pod)) {
                delete(pod);
                updating++;
                unavailable++;
            }
        }
    }

    // ---- steps, and what people are told of them

    private void create(ObjectTree pod) {
        told("create", pod, () -> {
            createClaims(pod);
            ObjectTree made = world.create(Pod.RESOURCE, ObjectMeta.namespace(set), pod);
            new ClaimRetention(updated(), made).enforce(world);
        });
    }

    private void delete(ObjectTree pod) {
        told("delete", pod, () -> world.delete(Pod.RESOURCE, Key.of(pod), Client.Deletion.of(ObjectMeta.uid(pod))));
    }

    private void createClaims(ObjectTree pod) {
        for (ObjectTree claim : Members.claims(set, pod)) {
            Optional<ObjectTree> there = world.get(PersistentVolumeClaim.RESOURCE, Key.of(claim));
            if (there.filter(ObjectMeta::isBeingDeleted).isPresent()) {
                throw ApiError.serviceUnavailable("pvc " + ObjectMeta.name(claim) + " is being deleted");
            }
            if (there.isEmpty()) {
                createClaim(claim, pod);
            }
        }
    }

    private void createClaim(ObjectTree claim, ObjectTree pod) {
        String what = "Create Claim " + ObjectMeta.name(claim);
        String where = "Pod " + ObjectMeta.name(pod) + " in StatefulSet " + ObjectMeta.name(set);
        try {
            world.create(PersistentVolumeClaim.RESOURCE, ObjectMeta.namespace(set), claim);
            world.event(set, "Normal", "SuccessfulCreate", what + " " + where + " success");
        } catch (ApiError e) {
            if (!e.is(Status.ALREADY_EXISTS)) {
                world.event(
                        set, "Warning", "FailedCreate", what + " for " + where + " failed error: " + e.getMessage());
                throw e;
            }
        }
    }

    private void told(String verb, ObjectTree pod, Runnable step) {
        String title = Character.toUpperCase(verb.charAt(0)) + verb.substring(1);
        String what = title + " Pod " + ObjectMeta.name(pod) + " in StatefulSet " + ObjectMeta.name(set);
        try {
            step.run();
            world.event(set, "Normal", "Successful" + title, what + " successful");
        } catch (ApiError e) {
            if (!e.is(Status.ALREADY_EXISTS)) {
                world.event(set, "Warning", "Failed" + title, what + " failed error: " + e.getMessage());
            }
            throw e;
        }
    }
}
