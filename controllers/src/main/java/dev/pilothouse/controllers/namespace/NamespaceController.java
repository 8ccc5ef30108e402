package dev.pilothouse.controllers.namespace;

import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Deletes everything in a namespace that was asked to go: it asks discovery what there can be, deletes all of it, and
/// takes its finalizer away once nothing is left. What stays is told in the namespace's conditions.
public final class NamespaceController implements Controller {
    private static final String FINALIZER = "kubernetes";
    private static final Duration AGAIN = Duration.ofMillis(500);

    @Override
    public String name() {
        return "namespace-controller";
    }

    @Override
    public int workers() {
        return 10;
    }

    @Override
    public Watches watches() {
        return Watches.of(Namespace.RESOURCE);
    }

    /// What is still there.
    ///
    /// @param objects how many of each resource
    /// @param finalizers how many objects wait for each finalizer
    private record Left(Map<String, Integer> objects, Map<String, Integer> finalizers, List<String> failures) {}

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(Namespace.RESOURCE, key);
        if (found.isEmpty() || !ObjectMeta.isBeingDeleted(found.get())) {
            return Next.whenChanged();
        }
        ObjectTree namespace = found.get();
        if (!namespace.object("spec").list("finalizers").texts().contains(FINALIZER)) {
            return Next.whenChanged();
        }
        if (!namespace.object("status").text("phase").equals("Terminating")) {
            namespace = world.updateStatus(
                    Namespace.RESOURCE, namespace.withAt(Tree.of("Terminating"), "status", "phase"));
        }
        Left left = empty(key.name(), world);
        ObjectTree status = namespace.object("status").with("conditions", conditions(namespace, left, world));
        if (!left.objects().isEmpty() || !left.failures().isEmpty()) {
            if (!status.equals(namespace.object("status"))) {
                world.updateStatus(Namespace.RESOURCE, namespace.with("status", status));
            }
            return Next.after(AGAIN);
        }
        List<String> others = new ArrayList<>(namespace.object("spec").list("finalizers").texts());
        others.remove(FINALIZER);
        world.client()
                .update(
                        Namespace.RESOURCE,
                        "finalize",
                        namespace.with("spec", namespace.object("spec").with("finalizers", ListTree.ofTexts(others))));
        return Next.whenChanged();
    }

    private static Left empty(String namespace, World world) {
        Left left = new Left(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        List<GroupVersionResource> resources = new ArrayList<>(deletable(world));
        // Pods last: what makes them should be gone first.
        resources.sort(java.util.Comparator.comparing(resource -> resource.resource().equals("pods")));
        for (GroupVersionResource resource : resources) {
            try {
                world.client().deleteCollection(resource, namespace);
                for (ObjectTree object : world.client().list(resource, namespace, "")) {
                    left.objects().merge(resource.resource() + "." + resource.group(), 1, Integer::sum);
                    ObjectMeta.finalizers(object).forEach(f -> left.finalizers().merge(f, 1, Integer::sum));
                }
            } catch (ApiError e) {
                left.failures().add(e.getMessage());
            }
        }
        return left;
    }

    private static List<GroupVersionResource> deletable(World world) {
        List<GroupVersionResource> resources = new ArrayList<>(inVersion("/api/v1", world));
        for (ObjectTree group : world.client().raw("/apis").list("groups").objects()) {
            String version = group.object("preferredVersion").text("groupVersion");
            if (!version.startsWith("events.k8s.io/")) {
                resources.addAll(inVersion("/apis/" + version, world));
            }
        }
        return resources;
    }

    private static List<GroupVersionResource> inVersion(String path, World world) {
        List<GroupVersionResource> resources = new ArrayList<>();
        ObjectTree list = world.client().raw(path);
        GroupVersion version = GroupVersion.parse(list.text("groupVersion"));
        for (ObjectTree resource : list.list("resources").objects()) {
            List<String> verbs = resource.list("verbs").texts();
            if (resource.bool("namespaced") && verbs.contains("deletecollection") && verbs.contains("list")) {
                resources.add(version.resource(resource.text("name")));
            }
        }
        return resources;
    }

    private static ListTree conditions(ObjectTree namespace, Left left, World world) {
        List<Tree> all = new ArrayList<>();
        ListTree old = namespace.object("status").list("conditions");
        add(all, old, "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered", world);
        add(all, old, "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed", world);
        boolean failed = !left.failures().isEmpty();
        add(
                all,
                old,
                "NamespaceDeletionContentFailure",
                failed,
                failed ? "ContentDeletionFailed" : "ContentDeleted",
                failed
                        ? "Failed to delete all resource types, " + left.failures().size() + " remaining: "
                                + String.join(", ", left.failures())
                        : "All content successfully deleted, may be waiting on finalization",
                world);
        boolean remains = !left.objects().isEmpty();
        add(
                all,
                old,
                "NamespaceContentRemaining",
                remains,
                remains ? "SomeResourcesRemain" : "ContentRemoved",
                remains
                        ? "Some resources are remaining: " + counted(left.objects(), " has ", " resource instances")
                        : "All content successfully removed",
                world);
        boolean waiting = !left.finalizers().isEmpty();
        add(
                all,
                old,
                "NamespaceFinalizersRemaining",
                waiting,
                waiting ? "SomeFinalizersRemain" : "ContentHasNoFinalizers",
                waiting
                        ? "Some content in the namespace has finalizers remaining: "
                                + counted(left.finalizers(), " in ", " resource instances")
                        : "All content-preserving finalizers finished",
                world);
        return ListTree.of(all);
    }

    private static String counted(Map<String, Integer> counts, String between, String after) {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(entry -> entry.getKey() + between + entry.getValue() + after)
                        .toList());
    }

    private static void add(
            List<Tree> all, ListTree old, String type, boolean holds, String reason, String message, World world) {
        String status = holds ? "True" : "False";
        Tree since = Tree.of(Timestamps.seconds(world.now()));
        for (ObjectTree before : old.objects()) {
            if (before.text("type").equals(type) && before.text("status").equals(status)) {
                since = before.get("lastTransitionTime");
            }
        }
        all.add(ObjectTree.builder()
                .put("type", type)
                .put("status", status)
                .put("lastTransitionTime", since)
                .put("reason", reason)
                .put("message", message)
                .build());
    }
}
