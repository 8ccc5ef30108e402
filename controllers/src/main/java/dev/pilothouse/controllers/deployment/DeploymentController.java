package dev.pilothouse.controllers.deployment;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.template.TemplateHash;
import dev.pilothouse.controllers.pods.Conditions;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Moves a Deployment's pods from one template to the next, by growing and shrinking one ReplicaSet a template.
///
/// Each pass does one step: make the template's set, or size sets, or report. The next change brings the next pass.
public final class DeploymentController implements Controller {
    /// Annotations that belong to the Deployment alone.
    private static final Set<String> OWN_ANNOTATIONS = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            Sets.REVISION,
            Sets.REVISION_HISTORY,
            Sets.DESIRED,
            Sets.MAX,
            "deprecated.deployment.rollback.to");

    @Override
    public String name() {
        return "deployment-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Deployment.RESOURCE)
                .owns(ReplicaSet.RESOURCE, "Deployment")
                .and(Pod.RESOURCE, DeploymentController::recreating);
    }

    /// A pod that goes lets a Deployment that recreates go on.
    private static List<Key> recreating(ObjectTree pod, World world) {
        return OwnerReferences.controllerOf(pod)
                .filter(owner -> owner.text("kind").equals("ReplicaSet"))
                .flatMap(owner -> world.get(
                        ReplicaSet.RESOURCE, new Key(ObjectMeta.namespace(pod), owner.text("name"))))
                .flatMap(OwnerReferences::controllerOf)
                .map(owner -> new Key(ObjectMeta.namespace(pod), owner.text("name")))
                .filter(key -> world.get(Deployment.RESOURCE, key)
                        .filter(d -> !new Rollout(d).isRolling())
                        .isPresent())
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(Deployment.RESOURCE, key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree deployment = found.get();
        Sets sets = Sets.of(deployment, claim(deployment, world));
        if (ObjectMeta.isBeingDeleted(deployment)) {
            return report(deployment, new DeploymentStatus(deployment, sets, world.now()).counts(), world);
        }
        Rollout rollout = new Rollout(deployment);
        if (deployment.object("spec").bool("paused")) {
            deployment = withPauseNoted(deployment, true, world);
            resize(deployment, sets, rollout.scaled(sets), world);
            return report(deployment, new DeploymentStatus(deployment, sets, world.now()).counts(), world);
        }
        deployment = withPauseNoted(deployment, false, world);
        if (rollout.isScaling(sets)) {
            resize(deployment, sets, rollout.scaled(sets), world);
            return report(deployment, new DeploymentStatus(deployment, sets, world.now()).counts(), world);
        }
        return rollout.isRolling() ? roll(deployment, sets, world) : recreate(deployment, sets, world);
    }

    private static List<ObjectTree> claim(ObjectTree deployment, World world) {
        List<ObjectTree> owned = new ArrayList<>(world.ownedBy(ReplicaSet.RESOURCE, ObjectMeta.uid(deployment)));
        if (ObjectMeta.isBeingDeleted(deployment)) {
            return owned;
        }
        LabelSelector selector = LabelSelector.of(deployment.object("spec").get("selector"));
        for (ObjectTree set : world.in(ReplicaSet.RESOURCE, ObjectMeta.namespace(deployment))) {
            if (OwnerReferences.controllerOf(set).isEmpty()
                    && !ObjectMeta.isBeingDeleted(set)
                    && selector.matches(ObjectMeta.labels(set))) {
                ObjectTree adopted = OwnerReferences.plus(set, OwnerReferences.controller(deployment));
                ObjectTree patch = ObjectTree.of(
                        "metadata",
                        ObjectTree.of("uid", ObjectMeta.of(set).get("uid"))
                                .with("ownerReferences", ObjectMeta.of(adopted).get("ownerReferences")));
                owned.add(world.merge(ReplicaSet.RESOURCE, Key.of(set), "", patch));
            }
        }
        return owned;
    }

    // ---- strategies

    private Next roll(ObjectTree given, Sets before, World world) {
        ObjectTree deployment = noted(given, before, world);
        Sets sets = withCurrent(deployment, before, world);
        deployment = latest(deployment, world);
        Rollout rollout = new Rollout(deployment);
        ObjectTree current = sets.current().orElseThrow();
        int size = Sets.replicas(current);
        int wanted = size > rollout.replicas() ? rollout.replicas() : rollout.newReplicas(sets, size);
        if (wanted != size) {
            scale(deployment, current, wanted, world);
        } else {
            resize(deployment, sets, rollout.shrunkOld(sets), world);
        }
        return finish(deployment, sets, world);
    }

    private Next recreate(ObjectTree given, Sets before, World world) {
        ObjectTree deployment = noted(given, before, world);
        boolean shrunk = false;
        for (ObjectTree set : before.activeOld()) {
            scale(deployment, set, 0, world);
            shrunk = true;
        }
        boolean running = before.old().stream()
                .flatMap(set -> world.ownedBy(Pod.RESOURCE, ObjectMeta.uid(set)).stream())
                .anyMatch(pod -> !Pods.isFinished(pod));
        if (shrunk || running) {
            return finish(deployment, before, world);
        }
        Sets sets = withCurrent(deployment, before, world);
        deployment = latest(deployment, world);
        ObjectTree current = sets.current().orElseThrow();
        int wanted = new Rollout(deployment).replicas();
        if (Sets.replicas(current) != wanted) {
            scale(deployment, current, wanted, world);
        }
        return finish(deployment, sets, world);
    }

    private Next finish(ObjectTree deployment, Sets sets, World world) {
        DeploymentStatus status = new DeploymentStatus(deployment, sets, world.now());
        ObjectTree progress = status.progress();
        if (status.isComplete(progress)) {
            forget(deployment, sets, world);
        }
        report(deployment, progress, world);
        return status.isComplete(progress)
                ? Next.whenChanged()
                : status.deadline()
                        .map(deadline -> Next.after(deadline.plus(Duration.ofSeconds(1))))
                        .orElse(Next.whenChanged());
    }

    private static Next report(ObjectTree deployment, ObjectTree status, World world) {
        if (!status.equals(deployment.object("status"))) {
            world.updateStatus(Deployment.RESOURCE, deployment.with("status", status));
        }
        return Next.whenChanged();
    }

    /// The Deployment as this pass has last written it.
    private static ObjectTree latest(ObjectTree deployment, World world) {
        return world.client()
                .find(Deployment.RESOURCE, Key.of(deployment))
                .filter(now -> ObjectMeta.uid(now).equals(ObjectMeta.uid(deployment)))
                .orElse(deployment);
    }

    // ---- the template's set

    /// Old sets keep their revisions; nothing to write here but when the numbers are missing.
    private static ObjectTree noted(ObjectTree deployment, Sets sets, World world) {
        if (sets.current().isEmpty()) {
            return deployment;
        }
        return withRevision(deployment, sets, world);
    }

    private static long nextRevision(Sets sets) {
        return sets.old().stream().mapToLong(Sets::revision).max().orElse(0) + 1;
    }

    /// Brings the revision of the template's set, and the Deployment's own, up to date.
    private static ObjectTree withRevision(ObjectTree deployment, Sets sets, World world) {
        ObjectTree current = sets.current().orElseThrow();
        long revision = nextRevision(sets);
        ObjectTree annotated = withAnnotations(current, deployment);
        if (Sets.revision(current) < revision) {
            String before = ObjectMeta.annotation(current, Sets.REVISION);
            if (!before.isEmpty()) {
                String history = ObjectMeta.annotation(current, Sets.REVISION_HISTORY);
                annotated = ObjectMeta.withAnnotation(
                        annotated, Sets.REVISION_HISTORY, history.isEmpty() ? before : history + "," + before);
            }
            annotated = ObjectMeta.withAnnotation(annotated, Sets.REVISION, Long.toString(revision));
        }
        Tree minReady = deployment.object("spec").get("minReadySeconds");
        ObjectTree wanted = annotated.with("spec", annotated.object("spec").with("minReadySeconds", minReady));
        if (!wanted.equals(current)) {
            world.update(ReplicaSet.RESOURCE, wanted);
        }
        String shown = Long.toString(Math.max(revision, Sets.revision(current)));
        if (!ObjectMeta.annotation(deployment, Sets.REVISION).equals(shown)) {
            // By way of the status: the user's part of the object has not changed.
            return world.updateStatus(
                    Deployment.RESOURCE, ObjectMeta.withAnnotation(deployment, Sets.REVISION, shown));
        }
        return deployment;
    }

    private static ObjectTree withAnnotations(ObjectTree set, ObjectTree deployment) {
        ObjectTree annotated = set;
        for (ObjectTree.Field field : ObjectMeta.annotations(deployment).fields()) {
            if (!OWN_ANNOTATIONS.contains(field.name())) {
                annotated = ObjectMeta.withAnnotation(annotated, field.name(), field.value().asText());
            }
        }
        return annotated;
    }

    private Sets withCurrent(ObjectTree deployment, Sets sets, World world) {
        if (sets.current().isPresent()) {
            return sets;
        }
        ObjectTree made = create(deployment, sets, world);
        return new Sets(Optional.of(made), sets.old());
    }

    private ObjectTree create(ObjectTree deployment, Sets sets, World world) {
        int collisions = deployment.object("status").get("collisionCount").asInt();
        ObjectTree template = deployment.object("spec").object("template");
        String hash = TemplateHash.of(template, collisions);
        Rollout rollout = new Rollout(deployment);
        int size = rollout.newReplicas(sets, 0);
        ObjectTree set = replicaSet(deployment, template, hash, size, nextRevision(sets));
        ObjectTree made;
        try {
            made = world.create(ReplicaSet.RESOURCE, ObjectMeta.namespace(deployment), set);
        } catch (ApiError e) {
            if (e.is(Status.ALREADY_EXISTS)) {
                collided(deployment, set, collisions, world);
            } else {
                failed(deployment, e, world);
            }
            throw e;
        }
        if (size > 0) {
            world.event(
                    deployment,
                    "Normal",
                    "ScalingReplicaSet",
                    "Scaled up replica set " + ObjectMeta.name(made) + " from 0 to " + size);
        }
        progressing(deployment, ObjectMeta.name(made), Sets.revision(made), world);
        return made;
    }

    private static ObjectTree replicaSet(
            ObjectTree deployment, ObjectTree template, String hash, int size, long revision) {
        ObjectTree hashed = template.with(
                "metadata",
                template.object("metadata")
                        .with(
                                "labels",
                                template.object("metadata").object("labels").with(Sets.HASH_LABEL, hash)));
        ObjectTree selector = deployment.object("spec").object("selector");
        selector = selector.with("matchLabels", selector.object("matchLabels").with(Sets.HASH_LABEL, hash));
        ObjectTree set = ObjectTree.builder()
                .put("kind", "ReplicaSet")
                .put("apiVersion", "apps/v1")
                .put(
                        "metadata",
                        ObjectTree.builder()
                                .put("name", ObjectMeta.name(deployment) + "-" + hash)
                                .put("namespace", ObjectMeta.namespace(deployment))
                                .put("labels", hashed.object("metadata").get("labels"))
                                .put("ownerReferences", ListTree.of(OwnerReferences.controller(deployment)))
                                .build())
                .put(
                        "spec",
                        ObjectTree.builder()
                                .put("replicas", size)
                                .put("minReadySeconds", deployment.object("spec").get("minReadySeconds"))
                                .put("selector", selector)
                                .put("template", hashed)
                                .build())
                .build();
        return sized(
                ObjectMeta.withAnnotation(
                        withAnnotations(set, deployment), Sets.REVISION, Long.toString(revision)),
                deployment,
                size);
    }

    private static ObjectTree sized(ObjectTree set, ObjectTree deployment, int size) {
        Rollout rollout = new Rollout(deployment);
        ObjectTree annotated =
                ObjectMeta.withAnnotation(set, Sets.DESIRED, Integer.toString(rollout.replicas()));
        annotated = ObjectMeta.withAnnotation(
                annotated, Sets.MAX, Integer.toString(rollout.replicas() + rollout.maxSurge()));
        return annotated.with("spec", annotated.object("spec").with("replicas", size));
    }

    /// A set with this name belongs to another template: the next pass looks for another name.
    private static void collided(ObjectTree deployment, ObjectTree set, int collisions, World world) {
        Optional<ObjectTree> there = world.client().find(ReplicaSet.RESOURCE, Key.of(set));
        boolean own = there.filter(each -> OwnerReferences.isControlledBy(each, ObjectMeta.uid(deployment))
                        && !Sets.of(deployment, List.of(each)).current().isEmpty())
                .isPresent();
        if (!own) {
            ObjectTree status = deployment.object("status").with("collisionCount", collisions + 1L);
            world.updateStatus(Deployment.RESOURCE, deployment.with("status", status));
        }
    }

    private static void failed(ObjectTree deployment, ApiError e, World world) {
        String message = "Failed to create new replica set: " + e.getMessage();
        ObjectTree status = deployment.object("status");
        ListTree conditions = Conditions.with(
                status.list("conditions"),
                DeploymentStatus.PROGRESSING,
                "False",
                "ReplicaSetCreateError",
                message,
                true,
                world.now());
        world.event(deployment, "Warning", "ReplicaSetCreateError", message);
        world.updateStatus(Deployment.RESOURCE, deployment.with("status", status.with("conditions", conditions)));
    }

    private static void progressing(ObjectTree deployment, String set, long revision, World world) {
        ObjectTree now = ObjectMeta.withAnnotation(deployment, Sets.REVISION, Long.toString(revision));
        if (new DeploymentStatus(now, new Sets(Optional.empty(), List.of()), world.now())
                .deadline()
                .isPresent()) {
            ObjectTree status = now.object("status");
            ListTree conditions = Conditions.with(
                    status.list("conditions"),
                    DeploymentStatus.PROGRESSING,
                    "True",
                    "NewReplicaSetCreated",
                    "Created new replica set \"" + set + "\"",
                    true,
                    world.now());
            now = now.with("status", status.with("conditions", conditions));
        }
        if (!now.equals(deployment)) {
            world.updateStatus(Deployment.RESOURCE, now);
        }
    }

    // ---- sizes

    private static void resize(
            ObjectTree deployment, Sets sets, java.util.Map<String, Integer> sizes, World world) {
        for (ObjectTree set : sets.all()) {
            Integer size = sizes.get(ObjectMeta.uid(set));
            if (size != null) {
                scale(deployment, set, size, world);
            }
        }
    }

    private static void scale(ObjectTree deployment, ObjectTree set, int size, World world) {
        ObjectTree wanted = sized(set, deployment, size);
        if (wanted.equals(set)) {
            return;
        }
        int before = Sets.replicas(set);
        world.update(ReplicaSet.RESOURCE, wanted);
        if (before != size) {
            world.event(
                    deployment,
                    "Normal",
                    "ScalingReplicaSet",
                    "Scaled " + (size > before ? "up" : "down") + " replica set " + ObjectMeta.name(set) + " from "
                            + before + " to " + size);
        }
    }

    /// Deletes the oldest sets that nobody needs to go back to.
    private static void forget(ObjectTree deployment, Sets sets, World world) {
        Tree limit = deployment.object("spec").get("revisionHistoryLimit");
        if (limit.isNull() || limit.asInt() == Integer.MAX_VALUE) {
            return;
        }
        List<ObjectTree> alive = sets.old().stream()
                .filter(set -> !ObjectMeta.isBeingDeleted(set))
                .sorted(Comparator.comparingLong(Sets::revision))
                .toList();
        int surplus = alive.size() - limit.asInt();
        for (ObjectTree set : alive.subList(0, Math.max(0, surplus))) {
            boolean empty = Sets.replicas(set) == 0
                    && set.object("status").number("replicas") == 0
                    && set.object("status").number("observedGeneration") >= ObjectMeta.generation(set);
            if (empty) {
                world.delete(ReplicaSet.RESOURCE, Key.of(set), Client.Deletion.PLAIN);
            }
        }
    }

    private static ObjectTree withPauseNoted(ObjectTree deployment, boolean paused, World world) {
        ObjectTree status = deployment.object("status");
        ObjectTree condition = Conditions.of(status.list("conditions"), DeploymentStatus.PROGRESSING);
        boolean noted = condition.text("reason").equals("DeploymentPaused");
        boolean timedOut = condition.text("reason").equals("ProgressDeadlineExceeded");
        boolean counted = !deployment.object("spec").get("progressDeadlineSeconds").isNull();
        if (paused == noted || timedOut || !counted) {
            return deployment;
        }
        ListTree conditions = Conditions.with(
                status.list("conditions"),
                DeploymentStatus.PROGRESSING,
                "Unknown",
                paused ? "DeploymentPaused" : "DeploymentResumed",
                paused ? "Deployment is paused" : "Deployment is resumed",
                true,
                world.now());
        return world.updateStatus(
                Deployment.RESOURCE, deployment.with("status", status.with("conditions", conditions)));
    }
}
