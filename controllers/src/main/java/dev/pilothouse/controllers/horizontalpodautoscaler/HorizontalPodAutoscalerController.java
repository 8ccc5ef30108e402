package dev.pilothouse.controllers.horizontalpodautoscaler;

import dev.pilothouse.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Keeps a workload between the least and the most replicas that its autoscaler allows. What lies between is for metrics to
/// decide, which nobody serves here: the autoscaler says so, as upstream's does in a cluster without them.
public final class HorizontalPodAutoscalerController implements Controller {
    /// Between two looks (upstream's `--horizontal-pod-autoscaler-sync-period`).
    private static final Duration PERIOD = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "horizontal-pod-autoscaler-controller";
    }

    @Override
    public String account() {
        return "horizontal-pod-autoscaler";
    }

    @Override
    public String component() {
        return account();
    }

    @Override
    public Watches watches() {
        // Its own writes are no reason to look again before the next turn.
        return Watches.none()
                .onChange(HorizontalPodAutoscaler.RESOURCE, (before, after, _) -> after.filter(each ->
                                !before.map(old -> old.get("spec")).equals(Optional.of(each.get("spec"))))
                        .map(each -> List.of(Key.of(each)))
                        .orElse(List.of()));
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(HorizontalPodAutoscaler.RESOURCE, key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree status = status(found.get(), world);
        if (!status.equals(found.get().object("status"))) {
            world.updateStatus(HorizontalPodAutoscaler.RESOURCE, found.get().with("status", status));
        }
        return Next.after(PERIOD);
    }

    private static ObjectTree status(ObjectTree scaler, World world) {
        ObjectTree target = scaler.object("spec").object("scaleTargetRef");
        ObjectTree status = scaler.object("status");
        GroupVersionResource resource;
        ObjectTree scale;
        try {
            resource = resource(target);
            scale = world.client()
                    .raw(Client.path(resource, ObjectMeta.namespace(scaler), target.text("name")) + "/scale");
        } catch (ApiError e) {
            world.event(scaler, "Warning", "FailedGetScale", e.getMessage());
            return said(
                            status,
                            "AbleToScale",
                            "False",
                            "FailedGetScale",
                            "the HPA controller was unable to get the target's current scale: " + e.getMessage(),
                            world)
                    .with("desiredReplicas", status.number("desiredReplicas"))
                    .with("currentMetrics", NullTree.NULL);
        }
        ObjectTree able = said(
                status,
                "AbleToScale",
                "True",
                "SucceededGetScale",
                "the HPA controller was able to get the target's current scale",
                world);
        return sized(scaler, resource, scale, able, world);
    }

    private static ObjectTree sized(
            ObjectTree scaler, GroupVersionResource resource, ObjectTree scale, ObjectTree status, World world) {
        ObjectTree spec = scaler.object("spec");
        long current = scale.object("spec").number("replicas");
        long least = spec.has("minReplicas") ? spec.number("minReplicas") : 1;
        long most = spec.number("maxReplicas");
        if (current == 0 && least != 0) {
            return counted(
                    said(
                            status,
                            "ScalingActive",
                            "False",
                            "ScalingDisabled",
                            "scaling is disabled since the replica count of the target is zero",
                            world),
                    0,
                    0,
                    NullTree.NULL);
        }
        if (current > most) {
            return rescaled(scaler, resource, scale, most, "Current number of replicas above Spec.MaxReplicas", status, world);
        }
        if (current < least) {
            return rescaled(scaler, resource, scale, least, "Current number of replicas below Spec.MinReplicas", status, world);
        }
        return unmeasured(scaler, current, status, world);
    }

    private static ObjectTree rescaled(
            ObjectTree scaler,
            GroupVersionResource resource,
            ObjectTree scale,
            long wanted,
            String why,
            ObjectTree status,
            World world) {
        long current = scale.object("spec").number("replicas");
        try {
            world.client()
                    .update(resource, "scale", scale.with("spec", scale.object("spec").with("replicas", wanted)));
        } catch (ApiError e) {
            world.event(
                    scaler,
                    "Warning",
                    "FailedRescale",
                    "New size: " + wanted + "; reason: " + why + "; error: " + e.getMessage());
            return counted(
                    said(
                            status,
                            "AbleToScale",
                            "False",
                            "FailedUpdateScale",
                            "the HPA controller was unable to update the target scale: " + e.getMessage(),
                            world),
                    current,
                    status.number("desiredReplicas"),
                    NullTree.NULL);
        }
        world.event(scaler, "Normal", "SuccessfulRescale", "New size: " + wanted + "; reason: " + why);
        ObjectTree said = said(
                status,
                "AbleToScale",
                "True",
                "SucceededRescale",
                "the HPA controller was able to update the target scale to " + wanted,
                world);
        return counted(said, current, wanted, NullTree.NULL)
                .with("lastScaleTime", Timestamps.seconds(world.now()));
    }

    /// The size is left as it is, since no metric says what it should be.
    private static ObjectTree unmeasured(ObjectTree scaler, long current, ObjectTree status, World world) {
        List<Metrics.Failure> failures = scaler.object("spec").list("metrics").objects().stream()
                .map(metric -> Metrics.failure(metric, ObjectMeta.namespace(scaler)))
                .toList();
        if (failures.isEmpty()) {
            return counted(status, current, current, NullTree.NULL);
        }
        for (Metrics.Failure failure : failures) {
            world.event(scaler, "Warning", failure.reason(), failure.message());
        }
        world.event(scaler, "Warning", "FailedComputeMetricsReplicas", Metrics.summary(failures));
        Metrics.Failure first = failures.getFirst();
        ObjectTree said = said(
                status,
                "ScalingActive",
                "False",
                first.reason(),
                "the HPA was unable to compute the replica count: " + first.message(),
                world);
        ListTree unknown = ListTree.of(failures.stream()
                .map(_ -> ObjectTree.EMPTY.with("type", ""))
                .toList());
        return counted(said, current, status.number("desiredReplicas"), unknown);
    }

    private static ObjectTree counted(ObjectTree status, long current, long desired, Tree metrics) {
        return status.with("currentReplicas", current).with("desiredReplicas", desired).with("currentMetrics", metrics);
    }

    private static ObjectTree said(
            ObjectTree status, String type, String value, String reason, String message, World world) {
        return status.with(
                "conditions",
                Conditions.with(status.list("conditions"), type, value, reason, message, false, world.now()));
    }

    private static GroupVersionResource resource(ObjectTree target) {
        String version = target.text("apiVersion");
        int slash = version.indexOf('/');
        GroupVersionKind kind = new GroupVersionKind(
                slash < 0 ? "" : version.substring(0, slash), version.substring(slash + 1), target.text("kind"));
        return ApiResources.builtIn()
                .find(kind)
                .map(ApiResource::id)
                .orElseThrow(() -> ApiError.badRequest("no matches for kind \"" + target.text("kind")
                        + "\" in group \"" + kind.group() + "\""));
    }
}
