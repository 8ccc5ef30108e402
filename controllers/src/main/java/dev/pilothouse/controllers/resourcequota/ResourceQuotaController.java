package dev.pilothouse.controllers.resourcequota;

import dev.pilothouse.api.core.v1.ResourceQuota;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.quota.Measure;
import dev.pilothouse.api.quota.Scope;
import dev.pilothouse.api.quota.Usage;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes into each ResourceQuota what there is of what it limits. Admission charges a quota when it lets something in;
/// this gives back what has gone, and corrects the account where a write that was charged for failed.
///
/// C1 What comes in is never a reason to count: the account knows of it before the cache does, and counting then would
///    take the charge back.
public final class ResourceQuotaController implements Controller {
    /// Counts anew though nothing was told to have changed (upstream's `--resource-quota-sync-period`).
    private static final Duration RESYNC = Duration.ofMinutes(5);

    private static final List<GroupVersionResource> COUNTED = ApiResources.builtIn().all().stream()
            .filter(resource -> resource.namespaced()
                    && resource.allows("create")
                    && resource.allows("list")
                    && resource.allows("watch"))
            .filter(resource -> resource.groupVersionKind().equals(resource.storageKind()))
            .filter(resource -> !resource.storagePath().equals("events"))
            .map(ApiResource::id)
            .toList();

    @Override
    public String name() {
        return "resourcequota-controller";
    }

    @Override
    public Watches watches() {
        Watches watches = Watches.none().onChange(ResourceQuota.RESOURCE, (before, after, _) -> limited(before, after));
        for (GroupVersionResource resource : COUNTED) {
            Measure measure = measure(resource);
            watches.onChange(resource, (before, after, world) -> released(measure, before, after, world));
        }
        return watches;
    }

    private static Measure measure(GroupVersionResource resource) {
        return Measure.of(new GroupResource(resource.group(), resource.resource()));
    }

    private static List<Key> limited(Optional<ObjectTree> before, Optional<ObjectTree> after) {
        Optional<ObjectTree> hard = after.map(quota -> quota.object("spec").object("hard"));
        return hard.isPresent()
                        && !hard.equals(before.map(quota -> quota.object("spec").object("hard")))
                ? List.of(Key.of(after.get()))
                : List.of();
    }

    /// The quotas that count what has gone, or has come to take something else than before.
    private static List<Key> released(
            Measure measure, Optional<ObjectTree> before, Optional<ObjectTree> after, World world) {
        if (before.isEmpty()) {
            return List.of();
        }
        String namespace = ObjectMeta.namespace(before.get());
        List<Key> keys = new ArrayList<>();
        for (ObjectTree quota : world.in(ResourceQuota.RESOURCE, namespace)) {
            Set<String> names = Usage.of(quota.object("spec").object("hard")).names();
            Set<String> counted = measure.counted(names);
            if (!counted.isEmpty() && (after.isEmpty() || differs(measure, before.get(), after.get(), world))) {
                keys.add(Key.of(quota));
            }
        }
        return keys;
    }

    private static boolean differs(Measure measure, ObjectTree before, ObjectTree after, World world) {
        Instant now = world.now();
        return !measure.of(before, now).equals(measure.of(after, now));
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(ResourceQuota.RESOURCE, key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree quota = found.get();
        ObjectTree hard = quota.object("spec").object("hard");
        Usage limits = Usage.of(hard);
        Usage used = count(quota, limits, world);
        ObjectTree status = quota.object("status");
        boolean same = limits.equals(Usage.of(status.object("hard")))
                && used.equals(Usage.of(status.object("used")))
                && status.has("hard");
        if (!same) {
            world.updateStatus(
                    ResourceQuota.RESOURCE,
                    quota.with("status", ObjectTree.of("hard", hard).with("used", used.tree())));
        }
        return Next.after(RESYNC);
    }

    /// What there is of each limited name that something here counts; of the others what admission has charged.
    private static Usage count(ObjectTree quota, Usage limits, World world) {
        List<Scope> scopes = Scope.of(quota);
        Usage used = Usage.of(quota.object("status").object("used")).only(limits.names());
        for (GroupVersionResource resource : COUNTED) {
            Measure measure = measure(resource);
            Set<String> counted = measure.counted(limits.names());
            if (counted.isEmpty()) {
                continue;
            }
            Usage sum = Usage.zero(counted);
            for (ObjectTree object : world.in(resource, ObjectMeta.namespace(quota))) {
                if (measure.isInAll(scopes, object)) {
                    sum = sum.plus(measure.of(object, world.now()).only(counted));
                }
            }
            used = used.with(sum);
        }
        return used;
    }
}
