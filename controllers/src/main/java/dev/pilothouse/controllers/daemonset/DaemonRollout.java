package dev.pilothouse.controllers.daemonset;

import dev.pilothouse.api.meta.IntOrString;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.controllers.pods.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The next step of a rolling update: which old pods go, and where a new one is started beside an old one.
///
/// @param pods of each node that runs or is to run the daemon
/// @param starting nodes that are to run it
record DaemonRollout(
        ObjectTree set, String hash, Map<String, List<ObjectTree>> pods, List<String> starting, Instant now) {

    /// @param create names of nodes
    record Step(List<ObjectTree> delete, List<String> create) {}

    /// The pods of one node: at most one of each; empty if there are more.
    private record Pair(Optional<ObjectTree> old, Optional<ObjectTree> updated) {}

    private int scaled(String field) {
        ObjectTree rolling = set.object("spec").object("updateStrategy").object("rollingUpdate");
        return IntOrString.of(rolling.get(field)).scaled(starting.size(), true).orElse(0);
    }

    int surge() {
        return scaled("maxSurge");
    }

    private int unavailable() {
        int unavailable = scaled("maxUnavailable");
        return unavailable == 0 && surge() == 0 ? 1 : unavailable;
    }

    private boolean isAvailable(ObjectTree pod) {
        return Pods.isAvailable(pod, Duration.ofSeconds(set.object("spec").number("minReadySeconds")), now);
    }

    Step next() {
        Map<String, List<ObjectTree>> all = new HashMap<>(pods);
        starting.forEach(node -> all.putIfAbsent(node, List.of()));
        return surge() == 0 ? replace(all) : surge(all);
    }

    private Step replace(Map<String, List<ObjectTree>> all) {
        int limit = unavailable();
        int down = 0;
        List<ObjectTree> broken = new ArrayList<>();
        List<ObjectTree> candidates = new ArrayList<>();
        for (List<ObjectTree> onNode : all.values()) {
            Optional<Pair> pair = pair(onNode);
            if (pair.isEmpty() || pair.get().old().isPresent() == pair.get().updated().isPresent()) {
                down++;
            } else if (pair.get().updated().isPresent()) {
                down += isAvailable(pair.get().updated().get()) ? 0 : 1;
            } else if (isAvailable(pair.get().old().orElseThrow())) {
                candidates.add(pair.get().old().orElseThrow());
            } else {
                broken.add(pair.get().old().orElseThrow());
                down++;
            }
        }
        broken.addAll(candidates.subList(0, Math.clamp(limit - down, 0, candidates.size())));
        return new Step(broken, List.of());
    }

    private Step surge(Map<String, List<ObjectTree>> all) {
        int limit = surge();
        int surging = 0;
        List<ObjectTree> delete = new ArrayList<>();
        List<String> create = new ArrayList<>();
        List<String> candidates = new ArrayList<>();
        for (Map.Entry<String, List<ObjectTree>> onNode : all.entrySet()) {
            Optional<Pair> pair = pair(onNode.getValue());
            if (pair.isEmpty()) {
                surging++;
            } else if (pair.get().old().isPresent()) {
                ObjectTree old = pair.get().old().get();
                Optional<ObjectTree> updated = pair.get().updated();
                if (updated.isPresent()) {
                    if (isAvailable(updated.get())) {
                        delete.add(old);
                    } else {
                        surging++;
                    }
                } else if (!starting.contains(onNode.getKey())) {
                    delete.add(old);
                } else {
                    (isAvailable(old) ? candidates : create).add(onNode.getKey());
                }
            }
        }
        create.addAll(candidates.subList(0, Math.clamp(limit - surging, 0, candidates.size())));
        return new Step(delete, create);
    }

    private Optional<Pair> pair(List<ObjectTree> onNode) {
        Pair pair = new Pair(Optional.empty(), Optional.empty());
        for (ObjectTree pod : onNode) {
            if (ObjectMeta.isBeingDeleted(pod)) {
                continue;
            }
            boolean updated = DaemonPods.isUpdated(set, pod, hash);
            if ((updated ? pair.updated() : pair.old()).isPresent()) {
                return Optional.empty();
            }
            pair = updated ? new Pair(pair.old(), Optional.of(pod)) : new Pair(Optional.of(pod), pair.updated());
        }
        return Optional.of(pair);
    }
}
