package dev.pilothouse.controllers.deployment;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.controllers.pods.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a Deployment's status says of its ReplicaSets. Pure.
record DeploymentStatus(ObjectTree deployment, Sets sets, Instant now) {
    static final String PROGRESSING = "Progressing";
    private static final String AVAILABLE = "Available";
    private static final String DONE = "NewReplicaSetAvailable";
    private static final String TIMED_OUT = "ProgressDeadlineExceeded";

    /// Counts and the availability condition.
    ObjectTree counts() {
        ObjectTree old = deployment.object("status");
        Rollout rollout = new Rollout(deployment);
        ObjectTree current = sets.current().orElse(ObjectTree.EMPTY);
        int total = Sets.sum(sets.all(), set -> set.object("status").get("replicas").asInt());
        int available = Sets.sum(sets.all(), Sets::available);
        ObjectTree.Builder status = ObjectTree.builder()
                .put("observedGeneration", ObjectMeta.generation(deployment))
                .put(
                        "terminatingReplicas",
                        Sets.sum(
                                sets.all(),
                                set -> set.object("status").get("terminatingReplicas").asInt()));
        putPositive(status, "replicas", total);
        putPositive(status, "updatedReplicas", current.object("status").get("replicas").asInt());
        putPositive(
                status,
                "readyReplicas",
                Sets.sum(sets.all(), set -> set.object("status").get("readyReplicas").asInt()));
        putPositive(status, "availableReplicas", available);
        int wanted = Sets.sum(sets.all(), Sets::replicas);
        putPositive(status, "unavailableReplicas", Math.max(0, wanted - available));
        status.put("collisionCount", old.get("collisionCount"));
        boolean enough = available >= rollout.replicas() - rollout.maxUnavailable();
        ListTree conditions = Conditions.with(
                old.list("conditions"),
                AVAILABLE,
                enough ? "True" : "False",
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
                true,
                now);
        return status.put("conditions", conditions).build();
    }

    private static void putPositive(ObjectTree.Builder status, String field, int value) {
        if (value > 0) {
            status.put(field, value);
        }
    }

    /// The counts with the account of the rollout.
    ObjectTree progress() {
        ObjectTree status = counts();
        if (deadline().isEmpty()) {
            return status.with("conditions", ListTree.of(Conditions.without(status.list("conditions"), PROGRESSING)));
        }
        ListTree conditions = status.list("conditions");
        ObjectTree condition = Conditions.of(conditions, PROGRESSING);
        boolean finishedBefore = status.number("replicas") == status.number("updatedReplicas")
                && condition.text("reason").equals(DONE);
        if (!finishedBefore) {
            String of = sets.current()
                    .map(set -> "ReplicaSet \"" + ObjectMeta.name(set) + "\"")
                    .orElse("Deployment \"" + ObjectMeta.name(deployment) + "\"");
            if (isComplete(status)) {
                conditions = Conditions.with(
                        conditions, PROGRESSING, "True", DONE, of + " has successfully progressed.", true, now);
            } else if (isProgressing(status)) {
                conditions = renewed(conditions, condition, of + " is progressing.");
            } else if (isTimedOut(condition)) {
                conditions = Conditions.with(
                        conditions, PROGRESSING, "False", TIMED_OUT, of + " has timed out progressing.", true, now);
            }
        }
        return status.with("conditions", withFailure(conditions));
    }

    /// Each step forward starts the deadline anew.
    private ListTree renewed(ListTree conditions, ObjectTree condition, String message) {
        ObjectTree fresh = ObjectTree.builder()
                .put("type", PROGRESSING)
                .put("status", "True")
                .put("lastUpdateTime", Timestamps.seconds(now))
                .put(
                        "lastTransitionTime",
                        condition.text("status").equals("True")
                                ? condition.get("lastTransitionTime")
                                : dev.pilothouse.api.tree.Tree.of(Timestamps.seconds(now)))
                .put("reason", "ReplicaSetUpdated")
                .put("message", message)
                .build();
        return ListTree.of(Conditions.without(conditions, PROGRESSING)).plus(fresh);
    }

    private ListTree withFailure(ListTree conditions) {
        for (ObjectTree set : sets.all()) {
            ObjectTree failure = Conditions.of(set.object("status").list("conditions"), "ReplicaFailure");
            if (!failure.isEmpty()) {
                return Conditions.with(
                        conditions,
                        "ReplicaFailure",
                        failure.text("status"),
                        failure.text("reason"),
                        failure.text("message"),
                        true,
                        now);
            }
        }
        return ListTree.of(Conditions.without(conditions, "ReplicaFailure"));
    }

    boolean isComplete(ObjectTree status) {
        long wanted = new Rollout(deployment).replicas();
        return status.number("updatedReplicas") == wanted
                && status.number("replicas") == wanted
                && status.number("availableReplicas") == wanted
                && status.number("observedGeneration") >= ObjectMeta.generation(deployment);
    }

    private boolean isProgressing(ObjectTree status) {
        ObjectTree old = deployment.object("status");
        return status.number("updatedReplicas") > old.number("updatedReplicas")
                || status.number("replicas") - status.number("updatedReplicas")
                        < old.number("replicas") - old.number("updatedReplicas")
                || status.number("readyReplicas") > old.number("readyReplicas")
                || status.number("availableReplicas") > old.number("availableReplicas");
    }

    private boolean isTimedOut(ObjectTree condition) {
        if (condition.isEmpty() || condition.text("reason").equals(DONE)) {
            return false;
        }
        if (condition.text("reason").equals(TIMED_OUT)) {
            return true;
        }
        Instant from = Timestamps.parse(condition.text("lastUpdateTime")).orElse(now);
        return from.plus(deadline().orElseThrow()).isBefore(now);
    }

    /// How long a rollout may stand still; none if nobody counts.
    Optional<Duration> deadline() {
        long seconds = deployment.object("spec").number("progressDeadlineSeconds");
        boolean counted = !deployment.object("spec").get("progressDeadlineSeconds").isNull()
                && seconds != Integer.MAX_VALUE;
        return counted ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    }
}
