package dev.pilothouse.controllers.job;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.controllers.pods.Pods;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What a Job makes of the ways in which its pods fail (KEP-3329). The first rule that fits a pod decides.
record FailurePolicy(List<ObjectTree> rules) {

    /// @param action empty where no rule fits: the failure counts
    /// @param message why, in words for the Job's condition
    record Judgement(String action, String message) {
        static final Judgement COUNTS = new Judgement("", "");

        boolean ignores() {
            return action.equals("Ignore");
        }
    }

    static FailurePolicy of(ObjectTree job) {
        return new FailurePolicy(
                job.object("spec").object("podFailurePolicy").list("rules").objects());
    }

    Judgement judge(ObjectTree pod) {
        for (int index = 0; index < rules.size(); index++) {
            ObjectTree rule = rules.get(index);
            Optional<String> fits =
                    rule.has("onExitCodes") ? exited(rule.object("onExitCodes"), pod) : isIn(rule, pod);
            if (fits.isPresent()) {
                String action = rule.text("action");
                return new Judgement(action, fits.get() + " matching " + action + " rule at index " + index);
            }
        }
        return Judgement.COUNTS;
    }

    /// Why the Job as a whole has failed, if one of its pods says so.
    Optional<String> failure(Collection<ObjectTree> pods) {
        return pods.stream()
                .filter(pod -> Pods.phase(pod).equals("Failed"))
                .map(this::judge)
                .filter(judgement -> judgement.action().equals("FailJob"))
                .map(Judgement::message)
                .findFirst();
    }

    private static Optional<String> exited(ObjectTree rule, ObjectTree pod) {
        List<ObjectTree> containers =
                new ArrayList<>(pod.object("status").list("containerStatuses").objects());
        containers.addAll(pod.object("status").list("initContainerStatuses").objects());
        String only = rule.text("containerName");
        for (ObjectTree container : containers) {
            long code = container.object("state").object("terminated").number("exitCode");
            boolean listed = rule.list("values").stream().anyMatch(value -> value.asLong() == code);
            boolean wanted = rule.text("operator").equals("In") == listed;
            if (code != 0 && wanted && (only.isEmpty() || only.equals(container.text("name")))) {
                return Optional.of("Container " + container.text("name") + " for pod " + name(pod)
                        + " failed with exit code " + code);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> isIn(ObjectTree rule, ObjectTree pod) {
        for (ObjectTree pattern : rule.list("onPodConditions").objects()) {
            ObjectTree condition = Pods.condition(pod, pattern.text("type"));
            if (!condition.isEmpty() && condition.text("status").equals(pattern.text("status"))) {
                return Optional.of("Pod " + name(pod) + " has condition " + pattern.text("type"));
            }
        }
        return Optional.empty();
    }

    private static String name(ObjectTree pod) {
        return ObjectMeta.namespace(pod) + "/" + ObjectMeta.name(pod);
    }
}
