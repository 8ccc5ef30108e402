package dev.pilothouse.kinds.apps;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.ClaimSpecRules;
import dev.pilothouse.kinds.core.pod.PodTemplate;
import dev.pilothouse.kinds.core.pod.Selection;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Rules for a StatefulSet's specification.
final class StatefulSetRules {
    /// What an update may change.
    private static final List<String> MUTABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private StatefulSetRules() {}

    static void check(Place spec, ObjectTree old) {
        String management = spec.at("podManagementPolicy").text();
        if (management.isEmpty()) {
            spec.at("podManagementPolicy").required("");
        } else if (!management.equals("OrderedReady") && !management.equals("Parallel")) {
            spec.at("podManagementPolicy").invalid("must be 'OrderedReady' or 'Parallel'");
        }
        updateStrategy(spec.at("updateStrategy"));
        retention(spec.at("persistentVolumeClaimRetentionPolicy"));
        spec.at("volumeClaimTemplates").each(template -> ClaimSpecRules.check(template.at("spec")));
        Checks.NON_NEGATIVE.check(spec.at("replicas"));
        Checks.NON_NEGATIVE.check(spec.at("minReadySeconds"));
        Checks.NON_NEGATIVE.check(spec.at("ordinals", "start"));
        // A limit below none is only warned of; a name that breaks the rules may stay where it is.
        if (old.isEmpty()) {
            spec.at("serviceName").check(Checks.nonEmpty(Checks.DNS_LABEL));
        }
        Selection selection = Selection.of(spec).required("empty selector is invalid for statefulset");
        if (selection.isSound()) {
            selection.checkTemplate();
            PodTemplate.check(withClaims(spec), old.object("template"));
            // Upstream asks these twice, since a time when nothing else of the template was asked.
            PodTemplate.checkMetadata(spec.at("template"), old.object("template"));
            restart(spec.at("template", "spec"));
        } else {
            spec.at("selector").invalid("");
        }
    }

    private static void restart(Place pod) {
        if (!pod.at("restartPolicy").is("Always")) {
            pod.at("restartPolicy").notSupported(List.of("Always"));
        }
        if (pod.at("activeDeadlineSeconds").isPresent()) {
            pod.at("activeDeadlineSeconds").forbidden("activeDeadlineSeconds in StatefulSet is not Supported");
        }
    }

    private static void updateStrategy(Place strategy) {
        Place rolling = strategy.at("rollingUpdate");
        switch (strategy.at("type").text()) {
            case "" -> strategy.required("");
            case "OnDelete" -> {
                if (rolling.isPresent()) {
                    rolling.invalid("only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> Checks.NON_NEGATIVE.check(rolling.at("partition"));
            default -> strategy.invalid("must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    private static void retention(Place policy) {
        for (String when : List.of("whenDeleted", "whenScaled")) {
            if (!Set.of("Retain", "Delete").contains(policy.at(when).text())) {
                policy.at(when).notSupported(List.of("Retain", "Delete"));
            }
        }
    }

    /// The template as the set's pods will be: with a volume for each claim, before its own ones of other names.
    private static Place withClaims(Place spec) {
        Place template = spec.at("template");
        ListTree claims = spec.at("volumeClaimTemplates").list();
        if (claims.isEmpty()) {
            return template;
        }
        List<Tree> volumes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (ObjectTree claim : claims.objects()) {
            Tree name = Tree.of(claim.object("metadata").text("name"));
            if (names.contains(name.asText())) {
                continue;
            }
            names.add(name.asText());
            volumes.add(ObjectTree.of("name", name).with("persistentVolumeClaim", ObjectTree.of("claimName", name)));
        }
        for (ObjectTree volume : template.at("spec", "volumes").list().objects()) {
            if (!names.contains(volume.text("name"))) {
                volumes.add(volume);
            }
        }
        return template.with(template.object().withAt(ListTree.of(volumes), "spec", "volumes"));
    }

    static void checkUpdate(Place spec, ObjectTree old) {
        check(spec, old);
        ObjectTree fixed = spec.object();
        ObjectTree before = old;
        for (String field : MUTABLE) {
            fixed = fixed.without(field);
            before = before.without(field);
        }
        if (!Immutable.same(fixed, before)) {
            spec.forbidden("updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                    + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                    + " 'minReadySeconds' are forbidden");
        }
    }
}
