package dev.pilothouse.controllers.garbage;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Follows every resource that can be deleted, and knows each object's owners and dependents by their uids.
///
/// G1 An object is deleted when all its owners are certainly gone: the API server itself said so.
/// G2 An owner that is deleted in the foreground waits for the dependents that block it; one that orphans goes after its
///    dependents have forgotten it.
///
/// Its keys are uids: the name of a key is the uid of the object to look at.
public final class GarbageCollector implements Controller {
    /// The key that stands for what is served, among those that are uids.
    private static final Key DISCOVERY = new Key("", "");

    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private static final List<GroupVersionResource> FOLLOWED = ApiResources.builtIn().all().stream()
            .filter(resource -> resource.allows("delete") && resource.allows("watch") && resource.allows("list"))
            .filter(resource -> resource.groupVersionKind().equals(resource.storageKind()))
            .filter(resource -> !resource.storagePath().equals("events"))
            .map(ApiResource::id)
            .toList();

    /// An object with owners, or with dependents.
    private record Place(GroupVersionResource resource, Key key) {}

    private final CustomKinds custom = new CustomKinds();
    /// Objects with an owner of a kind that nobody serves: looked at again when kinds have come.
    private final Set<String> puzzled = ConcurrentHashMap.newKeySet();
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> dependents = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "garbage-collector-controller";
    }

    @Override
    public String account() {
        return "generic-garbage-collector";
    }

    @Override
    public int workers() {
        return 20;
    }

    @Override
    public Watches watches() {
        Watches watches = Watches.of(FOLLOWED.getFirst(), (object, world) -> noticed(FOLLOWED.getFirst(), object, world));
        for (GroupVersionResource resource : FOLLOWED.subList(1, FOLLOWED.size())) {
            watches.and(resource, (object, world) -> noticed(resource, object, world));
        }
        watches.and(CustomKinds.DEFINITIONS, (_, _) -> List.of(DISCOVERY));
        return watches;
    }

    /// Keeps account of the object, and names whom its change concerns: itself, its dependents when it has gone or is
    /// going, its owners when they may wait for it.
    private List<Key> noticed(GroupVersionResource resource, ObjectTree object, World world) {
        String uid = ObjectMeta.uid(object);
        List<Key> keys = new ArrayList<>();
        Optional<ObjectTree> now = world.get(resource, Key.of(object)).filter(o -> ObjectMeta.uid(o).equals(uid));
        List<String> owners = owners(object);
        if (now.isPresent() && isUnchanged(uid, owners, now.get())) {
            return keys;
        }
        if (now.isPresent()) {
            places.put(uid, new Place(resource, Key.of(object)));
            owners(now.get()).forEach(owner -> dependents
                    .computeIfAbsent(owner, _ -> ConcurrentHashMap.newKeySet())
                    .add(uid));
            boolean waiting = ObjectMeta.isBeingDeleted(now.get())
                    && (ObjectMeta.hasFinalizer(now.get(), FOREGROUND) || ObjectMeta.hasFinalizer(now.get(), ORPHAN));
            if (!owners.isEmpty() || !owners(now.get()).isEmpty() || waiting) {
                keys.add(new Key("", uid));
            }
            if (ObjectMeta.isBeingDeleted(now.get())) {
                dependents.getOrDefault(uid, Set.of()).forEach(each -> keys.add(new Key("", each)));
            }
        } else {
            places.remove(uid);
            dependents.getOrDefault(uid, Set.of()).forEach(each -> keys.add(new Key("", each)));
        }
        for (String owner : owners) {
            if (now.isEmpty() || !owners(now.get()).contains(owner)) {
                dependents.computeIfPresent(owner, (_, all) -> {
                    all.remove(uid);
                    return all.isEmpty() ? null : all;
                });
            }
            keys.add(new Key("", owner));
        }
        return keys;
    }

    /// Most changes are none to a garbage collector: the object lives on, and all its owners know of it.
    private boolean isUnchanged(String uid, List<String> owners, ObjectTree now) {
        return places.containsKey(uid)
                && !ObjectMeta.isBeingDeleted(now)
                && owners(now).equals(owners)
                && owners.stream().allMatch(owner -> dependents.getOrDefault(owner, Set.of()).contains(uid));
    }

    private static List<String> owners(ObjectTree object) {
        return ObjectMeta.of(object).list("ownerReferences").objects().stream()
                .map(owner -> owner.text("uid"))
                .toList();
    }

    @Override
    public Next reconcile(Key key, World world) {
        if (key.equals(DISCOVERY)) {
            return discovered(world);
        }
        String uid = key.name();
        Place place = places.get(uid);
        if (place == null) {
            return Next.whenChanged();
        }
        Optional<ObjectTree> found =
                world.get(place.resource(), place.key()).filter(each -> ObjectMeta.uid(each).equals(uid));
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree object = found.get();
        if (ObjectMeta.isBeingDeleted(object) && ObjectMeta.hasFinalizer(object, ORPHAN)) {
            orphan(place, object, world);
        } else if (ObjectMeta.isBeingDeleted(object) && ObjectMeta.hasFinalizer(object, FOREGROUND)) {
            foreground(place, object, world);
        } else if (!ObjectMeta.isBeingDeleted(object)) {
            judge(place, object, world);
        }
        return Next.whenChanged();
    }

    private Next discovered(World world) {
        custom.discover(
                world, resource -> world.follow(resource, (object, there) -> noticed(resource, object, there)));
        List<String> again = List.copyOf(puzzled);
        puzzled.clear();
        for (String uid : again) {
            reconcile(new Key("", uid), world);
        }
        return Next.whenChanged();
    }

    private void orphan(Place place, ObjectTree owner, World world) {
        for (ObjectTree dependent : living(ObjectMeta.uid(owner), world)) {
            Place there = places.get(ObjectMeta.uid(dependent));
            if (there != null) {
                withoutOwners(there, dependent, Set.of(ObjectMeta.uid(owner)), world);
            }
        }
        withoutFinalizer(place, owner, ORPHAN, world);
    }

    private void foreground(Place place, ObjectTree owner, World world) {
        boolean blocked = false;
        for (ObjectTree dependent : living(ObjectMeta.uid(owner), world)) {
            boolean blocks = ObjectMeta.of(dependent).list("ownerReferences").objects().stream()
                    .anyMatch(ref -> ref.text("uid").equals(ObjectMeta.uid(owner)) && ref.bool("blockOwnerDeletion"));
            blocked |= blocks;
            Place there = places.get(ObjectMeta.uid(dependent));
            if (there != null && !ObjectMeta.isBeingDeleted(dependent)) {
                judge(there, dependent, world);
            }
        }
        if (!blocked) {
            withoutFinalizer(place, owner, FOREGROUND, world);
        }
    }

    private List<ObjectTree> living(String ownerUid, World world) {
        List<ObjectTree> living = new ArrayList<>();
        for (String uid : dependents.getOrDefault(ownerUid, Set.of())) {
            Place place = places.get(uid);
            if (place != null) {
                world.get(place.resource(), place.key())
                        .filter(each -> ObjectMeta.uid(each).equals(uid) && owners(each).contains(ownerUid))
                        .ifPresent(living::add);
            }
        }
        return living;
    }

    /// Deletes the object if no owner is left that would keep it.
    private void judge(Place place, ObjectTree object, World world) {
        List<ObjectTree> refs = ObjectMeta.of(object).list("ownerReferences").objects();
        if (refs.isEmpty()) {
            return;
        }
        List<ObjectTree> solid = new ArrayList<>();
        List<ObjectTree> waiting = new ArrayList<>();
        List<String> dangling = new ArrayList<>();
        for (ObjectTree ref : refs) {
            Optional<ObjectTree> owner = owner(ref, ObjectMeta.uid(object), ObjectMeta.namespace(object), world);
            if (owner.isEmpty()) {
                dangling.add(ref.text("uid"));
            } else if (ObjectMeta.isBeingDeleted(owner.get()) && ObjectMeta.hasFinalizer(owner.get(), FOREGROUND)) {
                waiting.add(ref);
            } else {
                solid.add(ref);
            }
        }
        if (!solid.isEmpty()) {
            if (!dangling.isEmpty() || !waiting.isEmpty()) {
                waiting.forEach(ref -> dangling.add(ref.text("uid")));
                withoutOwners(place, object, Set.copyOf(dangling), world);
            }
            return;
        }
        // What the informer shows may be from before the object was orphaned: only the server knows whom it belongs to.
        Optional<ObjectTree> latest = world.client()
                .find(place.resource(), place.key())
                .filter(each -> ObjectMeta.uid(each).equals(ObjectMeta.uid(object)));
        if (latest.isEmpty()) {
            return;
        }
        if (!owners(latest.get()).equals(owners(object))) {
            judge(place, latest.get(), world);
            return;
        }
        boolean hasDependents = !living(ObjectMeta.uid(object), world).isEmpty();
        String propagation = !waiting.isEmpty() && hasDependents
                ? "Foreground"
                : ObjectMeta.hasFinalizer(object, ORPHAN)
                        ? "Orphan"
                        : ObjectMeta.hasFinalizer(object, FOREGROUND) ? "Foreground" : "Background";
        world.delete(
                place.resource(),
                place.key(),
                new Client.Deletion(
                        Optional.empty(), propagation, ObjectMeta.uid(object), ""));
    }

    /// The owner as it is; from the cache where it is known there, else from the server, who alone can say that it is
    /// gone.
    private Optional<ObjectTree> owner(ObjectTree ref, String dependent, String namespace, World world) {
        String uid = ref.text("uid");
        GroupVersion version = GroupVersion.parse(ref.text("apiVersion"));
        Optional<CustomKinds.Collection> resource = custom.find(version.kind(ref.text("kind")));
        if (resource.isEmpty()) {
            // Somebody else's kind: nothing is known of it, so it is not gone.
            puzzled.add(dependent);
            return Optional.of(ObjectTree.EMPTY);
        }
        if (resource.get().namespaced() && namespace.isEmpty()) {
            // Such an owner cannot be named: nobody can tell whether it is there.
            return Optional.of(ObjectTree.EMPTY);
        }
        Key key = new Key(resource.get().namespaced() ? namespace : "", ref.text("name"));
        Place known = places.get(uid);
        if (known != null) {
            Optional<ObjectTree> cached =
                    world.get(known.resource(), known.key()).filter(each -> ObjectMeta.uid(each).equals(uid));
            if (cached.isPresent()) {
                return known.key().equals(key) ? cached : Optional.empty();
            }
        }
        try {
            return Optional.of(world.client().get(resource.get().id(), key))
                    .filter(each -> ObjectMeta.uid(each).equals(uid));
        } catch (ApiError refused) {
            if (!refused.is(Status.NOT_FOUND)) {
                throw refused;
            }
            if (refused.status().tree().object("details").text("name").isEmpty()) {
                // Not the object is missing but the whole resource, which this server doesn't serve: that tells nothing.
                puzzled.add(dependent);
                return Optional.of(ObjectTree.EMPTY);
            }
            return Optional.empty();
        }
    }

    private static void withoutOwners(Place place, ObjectTree object, Set<String> gone, World world) {
        List<Tree> kept = new ArrayList<>();
        for (ObjectTree ref : ObjectMeta.of(object).list("ownerReferences").objects()) {
            if (!gone.contains(ref.text("uid"))) {
                kept.add(ref);
            }
        }
        ObjectTree metadata = ObjectTree.EMPTY
                .with("uid", ObjectMeta.uid(object))
                .with("ownerReferences", kept.isEmpty() ? NullTree.NULL : ListTree.of(kept));
        world.merge(place.resource(), place.key(), "", ObjectTree.of("metadata", metadata));
    }

    private static void withoutFinalizer(Place place, ObjectTree object, String finalizer, World world) {
        List<String> kept = new ArrayList<>(ObjectMeta.finalizers(object));
        kept.remove(finalizer);
        ObjectTree metadata = ObjectTree.EMPTY
                .with("uid", ObjectMeta.uid(object))
                .with("resourceVersion", ObjectMeta.resourceVersion(object))
                .with("finalizers", kept.isEmpty() ? NullTree.NULL : ListTree.ofTexts(kept));
        world.merge(place.resource(), place.key(), "", ObjectTree.of("metadata", metadata));
    }
}
