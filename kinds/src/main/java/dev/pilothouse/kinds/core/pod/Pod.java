package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Containers that run together on one node. Source: API reference "Pod v1 core".
public final class Pod implements Kind {
    private static final Traits TRAITS = Traits.of("", "Pod")
            .counting("spec")
            .statusKeeping(List.of(List.of("metadata", "ownerReferences"), List.of("metadata", "deletionTimestamp")));

    private static final Map<String, Subresource> SUBRESOURCES = Map.of(
            "status", new PodStatus(),
            "ephemeralcontainers", new EphemeralContainers(),
            "resize", new Resize());

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        ObjectTree filled = Fill.under(object, "spec", spec -> gracious(PodDefaults.of(spec)));
        return Fill.inside(filled, "status", PodStatus::defaults);
    }

    /// Nobody has less than a second to end. Templates keep what they say; the pods made from them don't.
    private static ObjectTree gracious(ObjectTree spec) {
        return spec.number("terminationGracePeriodSeconds") < 0 ? spec.with("terminationGracePeriodSeconds", 1) : spec;
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        ObjectTree spec = GatedFields.dropped(object.object("spec"), ObjectTree.EMPTY);
        ObjectTree status = ObjectTree.builder()
                .put("phase", "Pending")
                .put("qosClass", QualityOfService.of(spec))
                .put("conditions", spec.list("schedulingGates").isEmpty() ? NullTree.ABSENT : gated(write))
                .build();
        return AppArmor.withFields(
                object.with("spec", LabelKeys.merged(spec, object.object("metadata").object("labels")))
                        .with("status", status));
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return Fill.inside(object, "spec", spec -> GatedFields.dropped(spec, old.object("spec")));
    }

    private static ListTree gated(Write write) {
        return ListTree.of(ObjectTree.builder()
                .put("type", "PodScheduled")
                .put("status", "False")
                .put("lastProbeTime", NullTree.NULL)
                .put("lastTransitionTime", Timestamps.seconds(write.now()))
                .put("reason", "SchedulingGated")
                .put("message", "Scheduling is blocked due to non-empty scheduling gates")
                .build());
    }

    @Override
    public void validate(Place object) {
        PodRules.create(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        PodUpdateRules.check(object, old);
    }

    @Override
    public List<String> warningsOfSent(ObjectTree object) {
        Warnings told = new Warnings();
        AppArmor.warn(object, told);
        return told.list();
    }

    /// Nobody writes to pods by hand, so that only their creation is worth a look.
    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        if (old.isEmpty()) {
            WorkloadWarnings.ofName(object, old, "metadata.name: this is used in the Pod's hostname, ", told);
            PodWarnings.of(Place.root(object, new Problems()), false, told);
        }
        return told.list();
    }

    @Override
    public Optional<Subresource> subresource(String name) {
        return Optional.ofNullable(SUBRESOURCES.get(name));
    }

    /// A pod that nobody runs, or that has ended, goes at once.
    @Override
    public OptionalLong gracePeriodSeconds(ObjectTree object, OptionalLong requested) {
        ObjectTree spec = object.object("spec");
        String phase = object.object("status").text("phase");
        if (spec.text("nodeName").isEmpty() || phase.equals("Failed") || phase.equals("Succeeded")) {
            return OptionalLong.of(0);
        }
        long seconds = requested.orElse(spec.number("terminationGracePeriodSeconds"));
        return OptionalLong.of(seconds < 0 ? 1 : seconds);
    }

    @Override
    public Table table() {
        return PodTable.TABLE;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return FIELDS;
    }

    private static final Map<String, Function<ObjectTree, String>> FIELDS = Map.of(
            "spec.host", pod -> pod.object("spec").text("nodeName"),
            "status.podIPs", _ -> "", // can be asked for, and is never known
            "spec.nodeName", pod -> pod.object("spec").text("nodeName"),
            "spec.restartPolicy", pod -> pod.object("spec").text("restartPolicy"),
            "spec.schedulerName", pod -> pod.object("spec").text("schedulerName"),
            "spec.serviceAccountName", pod -> pod.object("spec").text("serviceAccountName"),
            "spec.hostNetwork", pod -> Boolean.toString(pod.object("spec").bool("hostNetwork")),
            "status.phase", pod -> pod.object("status").text("phase"),
            "status.podIP", Pod::firstAddress,
            "status.nominatedNodeName", pod -> pod.object("status").text("nominatedNodeName"));

    private static String firstAddress(ObjectTree pod) {
        Tree first = pod.object("status").list("podIPs").get(0);
        return first.asObject().text("ip");
    }
}
