package dev.pilothouse.controllers.deployment;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many replicas each ReplicaSet is to have next. Pure arithmetic on one Deployment.
record Rollout(ObjectTree deployment) {

    int replicas() {
        return deployment.object("spec").get("replicas").asInt();
    }

    boolean isRolling() {
        return deployment.object("spec").object("strategy").text("type").equals("RollingUpdate");
    }

    int maxSurge() {
        return isRolling() ? share(rolling().get("maxSurge"), true) : 0;
    }

    /// At most so many replicas may be missing. Where neither more nor fewer are allowed, one may be missing, or nothing
    /// could ever move.
    int maxUnavailable() {
        if (!isRolling() || replicas() == 0) {
            return 0;
        }
        int unavailable = share(rolling().get("maxUnavailable"), false);
        int resolved = unavailable == 0 && share(rolling().get("maxSurge"), true) == 0 ? 1 : unavailable;
        return Math.min(resolved, replicas());
    }

    private ObjectTree rolling() {
        return deployment.object("spec").object("strategy").object("rollingUpdate");
    }

    private int share(Tree number, boolean up) {
        String text = number.asText();
        if (!text.endsWith("%")) {
            return number.asInt();
        }
        double part = Integer.parseInt(text.substring(0, text.length() - 1)) * (double) replicas() / 100;
        return (int) (up ? Math.ceil(part) : Math.floor(part));
    }

    /// The size to which the template's set may grow now.
    int newReplicas(Sets sets, int current) {
        if (!isRolling()) {
            return replicas();
        }
        int total = Sets.sum(sets.all(), Sets::replicas);
        int limit = replicas() + maxSurge();
        return total >= limit ? current : current + Math.min(limit - total, replicas() - current);
    }

    /// What the old sets shrink to, by uid: unhealthy pods go first, then as many healthy ones as availability allows.
    Map<String, Integer> shrunkOld(Sets sets) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        List<ObjectTree> old = sets.activeOld();
        ObjectTree current = sets.current().orElse(ObjectTree.EMPTY);
        int minAvailable = replicas() - maxUnavailable();
        int newUnavailable = Sets.replicas(current) - Sets.available(current);
        int allowed = Sets.sum(sets.all(), Sets::replicas) - minAvailable - newUnavailable;
        if (old.isEmpty() || allowed <= 0) {
            return sizes;
        }
        int gone = 0;
        for (ObjectTree set : old) {
            int unhealthy = Sets.replicas(set) - Sets.available(set);
            int less = Math.min(Math.max(0, unhealthy), allowed - gone);
            sizes.put(ObjectMeta.uid(set), Sets.replicas(set) - less);
            gone += less;
        }
        int healthy = Sets.sum(sets.all(), Sets::available) - minAvailable;
        for (ObjectTree set : old) {
            int size = sizes.get(ObjectMeta.uid(set));
            int less = Math.clamp(healthy, 0, size);
            sizes.put(ObjectMeta.uid(set), size - less);
            healthy -= less;
        }
        sizes.entrySet().removeIf(entry -> old.stream()
                .anyMatch(set -> ObjectMeta.uid(set).equals(entry.getKey())
                        && Sets.replicas(set) == entry.getValue()));
        return sizes;
    }

    /// Whether the number of replicas was changed since the sets were last sized.
    boolean isScaling(Sets sets) {
        for (ObjectTree set : sets.all()) {
            String desired = ObjectMeta.annotation(set, Sets.DESIRED);
            if (Sets.replicas(set) > 0 && !desired.isEmpty() && !desired.equals(Integer.toString(replicas()))) {
                return true;
            }
        }
        return false;
    }

    /// The sizes that keep the shares of the sets while the whole grows or shrinks, by uid.
    Map<String, Integer> scaled(Sets sets) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        List<ObjectTree> active =
                sets.all().stream().filter(set -> Sets.replicas(set) > 0).toList();
        if (active.size() <= 1) {
            ObjectTree only = active.isEmpty()
                    ? sets.current().orElseGet(() -> sets.old().isEmpty() ? ObjectTree.EMPTY : sets.old().getLast())
                    : active.getFirst();
            if (!only.isEmpty()) {
                sizes.put(ObjectMeta.uid(only), replicas());
            }
            return sizes;
        }
        ObjectTree current = sets.current().orElse(ObjectTree.EMPTY);
        boolean saturated = !current.isEmpty()
                && Sets.replicas(current) == replicas()
                && Sets.available(current) == replicas()
                && ObjectMeta.annotation(current, Sets.DESIRED).equals(Integer.toString(replicas()));
        if (saturated) {
            sets.activeOld().forEach(set -> sizes.put(ObjectMeta.uid(set), 0));
            return sizes;
        }
        if (isRolling()) {
            proportions(active, sizes);
        }
        return sizes;
    }

    private void proportions(List<ObjectTree> active, Map<String, Integer> sizes) {
        int allowed = replicas() > 0 ? replicas() + maxSurge() : 0;
        int toAdd = allowed - Sets.sum(active, Sets::replicas);
        Comparator<ObjectTree> newerFirst = Sets.OLDEST_FIRST.reversed();
        List<ObjectTree> ordered = new ArrayList<>(active);
        ordered.sort(Comparator.<ObjectTree>comparingInt(Sets::replicas)
                .reversed()
                .thenComparing(toAdd >= 0 ? newerFirst : Sets.OLDEST_FIRST));
        int added = 0;
        for (ObjectTree set : ordered) {
            int proportion = toAdd == 0 ? 0 : proportion(set, toAdd, added);
            sizes.put(ObjectMeta.uid(set), Sets.replicas(set) + proportion);
            added += proportion;
        }
        if (toAdd != 0) {
            String first = ObjectMeta.uid(ordered.getFirst());
            sizes.put(first, Math.max(0, sizes.get(first) + toAdd - added));
        }
    }

    private int proportion(ObjectTree set, int toAdd, int added) {
        int fraction;
        if (replicas() == 0) {
            fraction = -Sets.replicas(set);
        } else {
            String annotated = ObjectMeta.annotation(set, Sets.MAX);
            int before = annotated.isEmpty()
                    ? deployment.object("status").get("replicas").asInt()
                    : Integer.parseInt(annotated);
            fraction = before == 0
                    ? 0
                    : (int) Math.round(Sets.replicas(set) * (double) (replicas() + maxSurge()) / before)
                            - Sets.replicas(set);
        }
        return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
    }
}
