package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.table.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What became of a pod in a few words: its status tells of the one thing that holds it up, looking first at the pod,
/// then at its init containers in their order, then at its containers from the last to the first.
final class PodSummary {
    private final ObjectTree pod;
    private final ObjectTree status;
    private final Set<String> sidecars = new HashSet<>();
    private final int initContainers;

    private String reason;
    private int total;
    private int ready;
    private long restarts;
    private Instant lastRestart = Instant.MIN;
    private long sidecarRestarts;
    private Instant lastSidecarRestart = Instant.MIN;

    private PodSummary(ObjectTree pod) {
        this.pod = pod;
        this.status = pod.object("status");
        ObjectTree spec = pod.object("spec");
        this.initContainers = spec.list("initContainers").size();
        for (ObjectTree container : spec.list("initContainers").objects()) {
            if (container.text("restartPolicy").equals("Always")) {
                sidecars.add(container.text("name"));
            }
        }
        this.total = spec.list("containers").size() + sidecars.size();
        this.reason = status.text("reason").isEmpty() ? status.text("phase") : status.text("reason");
    }

    static PodSummary of(ObjectTree pod) {
        PodSummary summary = new PodSummary(pod);
        summary.tell();
        return summary;
    }

    String ready() {
        return ready + "/" + total;
    }

    String status() {
        return reason;
    }

    /// How often, and how long ago the last time was.
    String restarts(Instant now) {
        return restarts == 0 || lastRestart.equals(Instant.MIN)
                ? Long.toString(restarts)
                : restarts + " (" + Durations.human(Duration.between(lastRestart, now)) + " ago)";
    }

    /// The pod's condition of the type, empty if it has none.
    static ObjectTree condition(ObjectTree pod, String type) {
        for (ObjectTree condition : pod.object("status").list("conditions").objects()) {
            if (condition.text("type").equals(type)) {
                return condition;
            }
        }
        return ObjectTree.EMPTY;
    }

    private void tell() {
        if (condition(pod, "PodScheduled").text("reason").equals("SchedulingGated")) {
            reason = "SchedulingGated";
        }
        boolean initialized = tellInitContainers();
        if (initialized || isTrue("Initialized")) {
            tellContainers();
        }
        if (!pod.object("metadata").get("deletionTimestamp").isNull()) {
            String phase = status.text("phase");
            if (status.text("reason").equals("NodeLost")) {
                reason = "Unknown";
            } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
                reason = "Terminating";
            }
        }
    }

    private boolean isTrue(String condition) {
        return condition(pod, condition).text("status").equals("True");
    }

    /// Whether none of them holds the pod up.
    private boolean tellInitContainers() {
        int index = 0;
        for (ObjectTree container : status.list("initContainerStatuses").objects()) {
            boolean sidecar = sidecars.contains(container.text("name"));
            count(container, sidecar);
            ObjectTree terminated = container.object("state").object("terminated");
            boolean ended = !container.object("state").get("terminated").isNull();
            if (ended && terminated.number("exitCode") == 0) {
                index++;
                continue;
            }
            if (sidecar && container.bool("started")) {
                ready += container.bool("ready") ? 1 : 0;
                index++;
                continue;
            }
            String waiting = container.object("state").object("waiting").text("reason");
            if (ended) {
                reason = "Init:" + ending(terminated);
            } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
                reason = "Init:" + waiting;
            } else {
                reason = "Init:" + index + "/" + initContainers;
            }
            return false;
        }
        return true;
    }

    private void tellContainers() {
        restarts = sidecarRestarts;
        lastRestart = lastSidecarRestart;
        boolean running = false;
        String failure = "";
        List<ObjectTree> containers = status.list("containerStatuses").objects();
        for (ObjectTree container : containers.reversed()) {
            count(container, false);
            ObjectTree state = container.object("state");
            String waiting = state.object("waiting").text("reason");
            Tree terminated = state.get("terminated");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (!terminated.isNull()) {
                reason = ending(terminated.asObject());
                failure = terminated.asObject().number("exitCode") == 0 ? failure : reason;
            } else if (container.bool("ready") && !state.get("running").isNull()) {
                running = true;
                ready++;
            }
        }
        if (reason.equals("Completed")) {
            reason = besidesCompleted(running, failure);
        }
    }

    /// A pod whose first container has done its work is told by its other containers.
    ///
    /// @param failure how the first of those that failed ended, empty if none did
    private String besidesCompleted(boolean running, String failure) {
        if (running && isTrue("Ready")) {
            return "Running";
        }
        if (!failure.isEmpty()) {
            return failure;
        }
        return running ? "NotReady" : "Completed";
    }

    private static String ending(ObjectTree terminated) {
        if (!terminated.text("reason").isEmpty()) {
            return terminated.text("reason");
        }
        return terminated.number("signal") != 0
                ? "Signal:" + terminated.number("signal")
                : "ExitCode:" + terminated.number("exitCode");
    }

    private void count(ObjectTree container, boolean sidecar) {
        long count = container.number("restartCount");
        Instant ended = Timestamps.parse(container
                        .object("lastState")
                        .object("terminated")
                        .text("finishedAt"))
                .orElse(Instant.MIN);
        restarts += count;
        lastRestart = later(lastRestart, ended);
        if (sidecar) {
            sidecarRestarts += count;
            lastSidecarRestart = later(lastSidecarRestart, ended);
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
