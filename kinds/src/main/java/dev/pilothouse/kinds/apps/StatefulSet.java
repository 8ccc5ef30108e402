package dev.pilothouse.kinds.apps;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Scale;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.ClaimSpec;
import dev.pilothouse.kinds.core.ClaimWarnings;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.core.pod.WorkloadWarnings;
import dev.pilothouse.kinds.rules.Counts;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Gated;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;
import java.util.Optional;

/// Replicas that keep their names and volumes. Source: API reference "StatefulSet v1 apps".
public final class StatefulSet implements Kind {
    private static final long REVISION_HISTORY = 10;

    private static final Traits TRAITS = Traits.of("apps", "StatefulSet").named(NameRules::dns1123Label).counting("spec");
    private static final Table TABLE = Columns.of(
            "apps",
            "StatefulSet",
            Cells.share(List.of("status", "readyReplicas"), List.of("spec", "replicas")),
            Cells.joined("name", "spec", "template", "spec", "containers"),
            Cells.joined("image", "spec", "template", "spec", "containers"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", StatefulSet::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Fill.text(spec, "podManagementPolicy", "OrderedReady");
        filled = Fill.under(filled, "updateStrategy", StatefulSet::strategy);
        filled = Fill.under(
                filled,
                "persistentVolumeClaimRetentionPolicy",
                policy -> Fill.text(Fill.text(policy, "whenDeleted", "Retain"), "whenScaled", "Retain"));
        filled = Fill.missing(filled, "replicas", 1);
        filled = Fill.missing(filled, "revisionHistoryLimit", REVISION_HISTORY);
        filled = Fill.each(filled, "volumeClaimTemplates", StatefulSet::claim);
        return PodTemplate.defaultsIn(filled);
    }

    private static ObjectTree strategy(ObjectTree strategy) {
        ObjectTree filled = Fill.text(strategy, "type", "RollingUpdate");
        return filled.text("type").equals("RollingUpdate")
                ? Fill.under(
                        filled,
                        "rollingUpdate",
                        rolling -> Fill.missing(rolling, "partition", 0))
                : filled;
    }

    private static ObjectTree claim(ObjectTree claim) {
        ObjectTree filled = claim.with("apiVersion", "v1").with("kind", "PersistentVolumeClaim");
        filled = Fill.under(filled, "status", status -> Fill.text(status, "phase", "Pending"));
        return Fill.under(filled, "spec", ClaimSpec::defaults);
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return prepareUpdate(object, ObjectTree.EMPTY, write);
    }

    /// More than one pod at a time is a feature that is off.
    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree before = old.at("spec", "updateStrategy", "rollingUpdate").asObject();
        return Fill.inside(
                PodTemplate.withoutGated(object, old, "spec", "template"),
                "spec",
                spec -> Fill.inside(
                        spec,
                        "updateStrategy",
                        strategy -> Fill.inside(
                                strategy,
                                "rollingUpdate",
                                rolling -> Gated.without(rolling, before, "maxUnavailable"))));
    }

    @Override
    public void validate(Place object) {
        StatefulSetRules.check(object.at("spec"), ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        StatefulSetRules.checkUpdate(object.at("spec"), old.object("spec"));
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        Place status = object.at("status");
        Counts.nonNegative(
                status,
                "replicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas",
                "observedGeneration",
                "collisionCount");
        Counts.atMost(
                status,
                "replicas",
                "cannot be greater than status.replicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas");
        Counts.atMost(status, "readyReplicas", "cannot be greater than status.readyReplicas", "availableReplicas");
        Counts.growing(status, old.object("status"), "collisionCount");
    }

    @Override
    public Optional<Scale> scale() {
        return Optional.of(Scale.BY_LABEL_SELECTOR);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        WorkloadWarnings.ofTemplate(object, old, told, "spec", "template");
        Place spec = Place.root(object, new Problems()).at("spec");
        spec.at("volumeClaimTemplates").each(claim -> claim(claim, old.isEmpty(), told));
        if (spec.at("revisionHistoryLimit").number() < 0) {
            told.add(
                    spec.at("revisionHistoryLimit"),
                    "a negative value retains all historical revisions; a value >= 0 is recommended");
        }
        return told.list();
    }

    /// Upstream's messages lead to the claim itself at creation, and to a `Spec` with a capital letter afterwards.
    private static void claim(Place claim, boolean created, Warnings told) {
        Place spec = claim.at("spec");
        ClaimWarnings.ofSpec(created ? claim.with(spec.value()) : spec.renamed("Spec"), told);
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
