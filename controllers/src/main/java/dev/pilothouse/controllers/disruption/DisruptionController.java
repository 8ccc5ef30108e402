package dev.pilothouse.controllers.disruption;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.apps.v1.StatefulSet;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.ReplicationController;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.policy.v1.PodDisruptionBudget;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes into each PodDisruptionBudget how many of its pods may go. Evictions spend what it says.
public final class DisruptionController implements Controller {
    private static final String ALLOWED = "DisruptionAllowed";

    @Override
    public String name() {
        return "disruption-controller";
    }

    @Override
    public String component() {
        return "controllermanager";
    }

    @Override
    public Watches watches() {
        return Watches.of(PodDisruptionBudget.RESOURCE)
                .and(Pod.RESOURCE, DisruptionController::budgetsOf)
                .reads(ReplicationController.RESOURCE)
                .reads(Deployment.RESOURCE)
                .reads(ReplicaSet.RESOURCE)
                .reads(StatefulSet.RESOURCE);
    }

    private static List<Key> budgetsOf(ObjectTree pod, World world) {
        return world.in(PodDisruptionBudget.RESOURCE, ObjectMeta.namespace(pod)).stream()
                .filter(budget -> selector(budget).matches(ObjectMeta.labels(pod)))
                .map(Key::of)
                .toList();
    }

    private static LabelSelector selector(ObjectTree budget) {
        return LabelSelector.of(budget.object("spec").get("selector"));
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(PodDisruptionBudget.RESOURCE, key);
        if (found.isEmpty() || ObjectMeta.isBeingDeleted(found.get())) {
            return Next.whenChanged();
        }
        ObjectTree budget = found.get();
        LabelSelector selector = selector(budget);
        List<ObjectTree> pods = world.in(Pod.RESOURCE, key.namespace()).stream()
                .filter(pod -> selector.matches(ObjectMeta.labels(pod)))
                .toList();
        if (pods.isEmpty()) {
            world.event(budget, "Normal", "NoPods", "No matching pods found");
        }
        Scale scale = Budget.asksForScale(budget)
                ? Scale.of(pods, world)
                : new Scale(pods.size(), false, Optional.empty());
        if (scale.failure().isPresent()) {
            return failed(budget, scale.failure().get(), world);
        }
        if (scale.unmanaged()) {
            world.event(budget, "Warning", "UnmanagedPods", unmanaged(budget));
        }
        Instant now = world.now();
        Budget sum = new Budget(budget, pods, scale.replicas());
        for (ObjectTree pod : sum.overdue(now)) {
            world.event(
                    pod,
                    "Warning",
                    "NotDeleted",
                    "Pod was expected by PDB " + key + " to be deleted but it wasn't");
        }
        write(budget, status(sum, now), world);
        return sum.recheck(now)
                .map(time -> Next.after(Duration.between(now, time)))
                .orElse(Next.whenChanged());
    }

    private static ObjectTree status(Budget sum, Instant now) {
        long allowed = sum.allowed(now);
        ObjectTree.Builder status = ObjectTree.builder()
                .put("currentHealthy", sum.healthy(now))
                .put("desiredHealthy", sum.desired())
                .put("disruptionsAllowed", allowed)
                .put("expectedPods", sum.expected())
                .put("observedGeneration", ObjectMeta.generation(sum.budget()));
        ObjectTree disrupted = sum.disrupted(now);
        if (!disrupted.isEmpty()) {
            status.put("disruptedPods", disrupted);
        }
        String reason = allowed > 0 ? "SufficientPods" : "InsufficientPods";
        return status.put("conditions", condition(sum.budget(), allowed > 0, reason, "", now))
                .build();
    }

    /// Where the pods can't be counted none may go.
    private static Next failed(ObjectTree budget, String why, World world) {
        world.event(
                budget,
                "Warning",
                "CalculateExpectedPodCountFailed",
                "Failed to calculate the number of expected pods: " + why);
        ObjectTree status = budget.object("status")
                .with("disruptionsAllowed", 0)
                .with("observedGeneration", ObjectMeta.generation(budget))
                .with("conditions", condition(budget, false, "SyncFailed", why, world.now()));
        write(budget, status, world);
        return Next.whenChanged();
    }

    private static void write(ObjectTree budget, ObjectTree status, World world) {
        if (!status.equals(budget.object("status"))) {
            world.updateStatus(PodDisruptionBudget.RESOURCE, budget.with("status", status));
        }
    }

    private static ListTree condition(ObjectTree budget, boolean allowed, String reason, String message, Instant now) {
        ListTree conditions = budget.object("status").list("conditions");
        ObjectTree old = Conditions.of(conditions, ALLOWED);
        String status = allowed ? "True" : "False";
        Tree since = old.text("status").equals(status)
                ? old.get("lastTransitionTime")
                : Tree.of(Timestamps.seconds(now));
        List<Tree> all = new ArrayList<>(Conditions.without(conditions, ALLOWED));
        all.add(ObjectTree.builder()
                .put("type", ALLOWED)
                .put("status", status)
                .put("observedGeneration", ObjectMeta.generation(budget))
                .put("lastTransitionTime", since)
                .put("reason", reason)
                .put("message", message)
                .build());
        return ListTree.of(all);
    }

    private static String unmanaged(ObjectTree budget) {
        return "Pods selected by this PodDisruptionBudget (selector: "
                + printed(budget.object("spec").object("selector"))
                + ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may"
                + " result in undefined behavior. To account for these pods please set \".spec.minAvailable\" field of the PDB"
                + " to an integer value.";
    }

    /// The selector as Go prints it.
    private static String printed(ObjectTree selector) {
        StringBuilder text = new StringBuilder("&LabelSelector{MatchLabels:map[string]string{");
        selector.object("matchLabels")
                .texts()
                .forEach((name, value) -> text.append(name).append(": ").append(value).append(','));
        text.append("},MatchExpressions:[]LabelSelectorRequirement{");
        for (ObjectTree each : selector.list("matchExpressions").objects()) {
            text.append("LabelSelectorRequirement{Key:")
                    .append(each.text("key"))
                    .append(",Operator:")
                    .append(each.text("operator"))
                    .append(",Values:[")
                    .append(String.join(" ", each.list("values").texts()))
                    .append("],},");
        }
        return text.append("},}").toString();
    }
}
