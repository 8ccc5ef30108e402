package dev.pilothouse.nodes;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a node reports of a pod at each step of its life. Pure.
record PodStatus(ObjectTree pod, String hostAddress, String podAddress) {

    enum Step {
        RUNNING,
        READY,
        SUCCEEDED,
        FAILED
    }

    ObjectTree at(Step step, int exitCode, Instant now) {
        boolean ended = step == Step.SUCCEEDED || step == Step.FAILED;
        boolean ready = step == Step.READY;
        ObjectTree old = pod.object("status");
        String started = old.text("startTime").isEmpty() ? Timestamps.seconds(now) : old.text("startTime");
        ObjectTree.Builder status = ObjectTree.builder()
                .putAll(old)
                .put(
                        "phase",
                        switch (step) {
                            case RUNNING, READY -> "Running";
                            case SUCCEEDED -> "Succeeded";
                            case FAILED -> "Failed";
                        })
                .put("startTime", started)
                .put("hostIP", hostAddress)
                .put("hostIPs", ListTree.of(ObjectTree.EMPTY.with("ip", hostAddress)))
                .put("conditions", conditions(ready, ended, now))
                .put("containerStatuses", containers("containers", ready, ended, exitCode, started, now));
        String address = pod.object("spec").bool("hostNetwork") ? hostAddress : podAddress;
        status.put("podIP", address).put("podIPs", ListTree.of(ObjectTree.EMPTY.with("ip", address)));
        if (!pod.object("spec").list("initContainers").isEmpty()) {
            status.put("initContainerStatuses", containers("initContainers", true, true, 0, started, now));
        }
        return status.build();
    }

    private ListTree conditions(boolean ready, boolean ended, Instant now) {
        List<Tree> all = new ArrayList<>();
        ListTree old = pod.object("status").list("conditions");
        String reason = ended ? "PodCompleted" : ready ? "" : "ContainersNotReady";
        all.add(condition(old, "PodReadyToStartContainers", !ended, "", now));
        all.add(condition(old, "Initialized", true, ended ? reason : "", now));
        all.add(condition(old, "Ready", ready, reason, now));
        all.add(condition(old, "ContainersReady", ready, reason, now));
        all.add(condition(old, "PodScheduled", true, "", now));
        for (Tree condition : old) {
            String type = condition.asObject().text("type");
            if (all.stream().noneMatch(each -> each.asObject().text("type").equals(type))) {
                all.add(condition);
            }
        }
        return ListTree.of(all);
    }

    private ObjectTree condition(ListTree old, String type, boolean holds, String reason, Instant now) {
        String status = holds ? "True" : "False";
        Tree since = Tree.of(Timestamps.seconds(now));
        for (ObjectTree before : old.objects()) {
            if (before.text("type").equals(type) && before.text("status").equals(status)) {
                since = before.get("lastTransitionTime");
            }
        }
        ObjectTree.Builder condition = ObjectTree.builder()
                .put("type", type)
                .put("status", status)
                .put("observedGeneration", ObjectMeta.generation(pod))
                .put("lastProbeTime", NullTree.NULL)
                .put("lastTransitionTime", since);
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
        return condition.build();
    }

    private ListTree containers(
            String field, boolean ready, boolean ended, int exitCode, String started, Instant now) {
        List<Tree> all = new ArrayList<>();
        for (ObjectTree container : pod.object("spec").list(field).objects()) {
            boolean init = field.equals("initContainers");
            boolean sidecar = container.text("restartPolicy").equals("Always");
            boolean over = ended && !(init && sidecar);
            ObjectTree state = over
                    ? ObjectTree.of(
                            "terminated",
                            ObjectTree.builder()
                                    .put("exitCode", exitCode)
                                    .put("reason", exitCode == 0 ? "Completed" : "Error")
                                    .put("startedAt", started)
                                    .put("finishedAt", Timestamps.seconds(now))
                                    .build())
                    : ObjectTree.of("running", ObjectTree.EMPTY.with("startedAt", started));
            all.add(ObjectTree.builder()
                    .put("name", container.get("name"))
                    .put("image", container.get("image"))
                    .put("imageID", "simulated://" + container.text("image"))
                    .put("containerID", "simulated://" + ObjectMeta.uid(pod) + "/" + container.text("name"))
                    .put("ready", init ? true : ready)
                    .put("started", !over)
                    .put("restartCount", 0)
                    .put("state", state)
                    .put("lastState", ObjectTree.EMPTY)
                    .build());
        }
        return ListTree.of(all);
    }
}
