package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.admission.AdmissionRequest;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.apiserver.read.StoredForm;
import dev.pilothouse.kinds.Traits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Deletes objects: at once, gracefully, or when the last finalizer has gone (API concepts "Resource deletion", garbage
/// collection "Cascading deletion").
public final class Deletion {
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    private static final int ATTEMPTS = 100;

    private final Registry registry;

    public Deletion(Registry registry) {
        this.registry = registry;
    }

    /// What deleting brought.
    ///
    /// @param gone whether the object is no longer there
    public record Deleted(Item item, boolean gone) {}

    public Deleted delete(
            Resource resource, String namespace, String name, DeleteOptions options, Operation operation) {
        String key = resource.key(namespace, name);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Item current = resource.cache()
                    .latest(key)
                    .orElseThrow(() -> ApiError.notFound(resource.name(), name));
            Optional<Deleted> done = attempt(resource, namespace, name, current, options, operation);
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw ApiError.conflict(resource.name(), name, Preconditions.MODIFIED);
    }

    private Optional<Deleted> attempt(
            Resource resource,
            String namespace,
            String name,
            Item current,
            DeleteOptions options,
            Operation operation) {
        ObjectTree old = current.object();
        checkPreconditions(resource, name, old, options, operation);
        registry.admission()
                .review(new AdmissionRequest(
                        AdmissionRequest.Operation.DELETE,
                        resource.api(),
                        "",
                        namespace,
                        name,
                        ObjectTree.EMPTY,
                        Optional.of(old),
                        operation.identity(),
                        operation.dryRun(),
                        operation.warnings()));
        Optional<ObjectTree> condemned = ObjectMeta.isBeingDeleted(old)
                ? Optional.empty()
                : resource.strategy().kind().condemned(old, operation.now());
        if (condemned.isPresent()) {
            return operation.dryRun()
                    ? Optional.of(new Deleted(new Item(current.key(), condemned.get(), current.revision()), false))
                    : registry.replaceIfSame(resource, current, condemned.get()).map(item -> new Deleted(item, false));
        }
        OptionalLong grace = resource.strategy().kind().gracePeriodSeconds(old, options.gracePeriodSeconds());
        ObjectTree marked = withFinalizers(resource, old, options);
        boolean graceful = grace.isPresent() && grace.getAsLong() > 0;
        boolean pending = !ObjectMeta.finalizers(marked).isEmpty() || isNamespaceWithContent(resource, old);
        boolean over = ObjectMeta.isBeingDeleted(old) && ObjectMeta.of(old).number("deletionGracePeriodSeconds") == 0;
        if (!pending && (grace.isEmpty() || over)) {
            return remove(resource, current, operation);
        }
        ObjectTree sentenced = isNamespaceWithContent(resource, old)
                ? terminating(marked, operation.now())
                : sentenced(marked, grace, operation.now());
        boolean gone = !graceful && !pending && !sentenced.equals(old);
        if (operation.dryRun()) {
            return Optional.of(new Deleted(new Item(current.key(), sentenced, current.revision()), gone));
        }
        if (sentenced.equals(old)) {
            return Optional.of(new Deleted(current, false));
        }
        // Who watches sees that the object is going before it has gone, even when its grace is nought.
        Optional<Item> written = registry.replaceIfSame(resource, current, sentenced);
        return gone
                ? written.flatMap(item -> remove(resource, item, operation))
                : written.map(item -> new Deleted(item, false));
    }

    /// A namespace has no grace period: it is emptied first, and its phase says so.
    private static ObjectTree terminating(ObjectTree namespace, Instant now) {
        if (ObjectMeta.isBeingDeleted(namespace)) {
            return namespace;
        }
        return ObjectMeta.with(namespace, "deletionTimestamp", Tree.of(Timestamps.seconds(now)))
                .withAt(Tree.of("Terminating"), "status", "phase");
    }

    /// A namespace goes when its controller has emptied it: `spec.finalizers` says so.
    static boolean isNamespaceWithContent(Resource resource, ObjectTree object) {
        return isNamespace(resource) && !object.object("spec").list("finalizers").isEmpty();
    }

    private static boolean isNamespace(Resource resource) {
        return resource.kind().group().isEmpty() && resource.kind().kind().equals("Namespace");
    }

    private Optional<Deleted> remove(Resource resource, Item current, Operation operation) {
        if (operation.dryRun()) {
            return Optional.of(new Deleted(current, true));
        }
        return registry.removeIfSame(resource, current)
                .map(revision -> new Deleted(StoredForm.item(current.key(), current.object(), revision), true));
    }

    private static void checkPreconditions(
            Resource resource, String name, ObjectTree old, DeleteOptions options, Operation operation) {
        String uid = ObjectMeta.uid(old);
        String version = ObjectMeta.resourceVersion(old);
        if (isTakenApart(resource, old, operation)) {
            options.uid().ifPresent(wanted -> checkSame(resource, name, "UID", wanted, uid));
            options.resourceVersion().ifPresent(wanted -> checkSame(resource, name, "ResourceVersion", wanted, version));
            return;
        }
        if (options.uid().filter(wanted -> !wanted.equals(uid)).isPresent()) {
            throw ApiError.conflict(
                    byKind(resource),
                    name,
                    "the UID in the precondition (" + options.uid().get() + ") does not match the UID in record (" + uid
                            + "). The object might have been deleted and then recreated");
        }
        if (options.resourceVersion().filter(wanted -> !wanted.equals(version)).isPresent()) {
            throw ApiError.conflict(
                    byKind(resource),
                    name,
                    "the ResourceVersion in the precondition ("
                            + options.resourceVersion().get() + ") does not match the ResourceVersion in record ("
                            + version + "). The object might have been modified");
        }
    }

    /// Whether the object holds others, and so is marked before it goes. Upstream judges these by rules of their own.
    private static boolean isTakenApart(Resource resource, ObjectTree object, Operation operation) {
        return isNamespace(resource)
                || resource.strategy().kind().condemned(object, operation.now()).isPresent();
    }

    private static void checkSame(Resource resource, String name, String what, String wanted, String found) {
        if (!wanted.equals(found)) {
            throw ApiError.conflict(
                    resource.name(),
                    name,
                    "Precondition failed: " + what + " in precondition: " + wanted + ", " + what + " in object meta: "
                            + found);
        }
    }

    /// Upstream calls the resource by its kind here.
    private static GroupResource byKind(Resource resource) {
        return new GroupResource(resource.kind().group(), resource.kind().kind());
    }

    private static ObjectTree withFinalizers(Resource resource, ObjectTree old, DeleteOptions options) {
        List<String> before = ObjectMeta.finalizers(old);
        boolean orphan = before.contains(ORPHAN);
        boolean foreground = before.contains(FOREGROUND);
        switch (options.propagation()) {
            case ORPHAN -> {
                orphan = true;
                foreground = false;
            }
            case FOREGROUND -> {
                orphan = false;
                foreground = true;
            }
            case BACKGROUND -> {
                orphan = false;
                foreground = false;
            }
            // What was decided before stays; other finalizers decide nothing.
            case UNSET -> orphan |= !foreground
                    && resource.strategy().traits().flags().contains(Traits.Flag.ORPHANS_DEPENDENTS);
        }
        List<String> after = new ArrayList<>(before);
        after.removeIf(finalizer -> finalizer.equals(ORPHAN) || finalizer.equals(FOREGROUND));
        if (orphan) {
            after.add(ORPHAN);
        }
        if (foreground) {
            after.add(FOREGROUND);
        }
        return after.equals(before) || after.size() == before.size() && after.containsAll(before)
                ? old
                : ObjectMeta.with(
                        old,
                        "finalizers",
                        after.isEmpty() ? dev.pilothouse.api.tree.NullTree.ABSENT : ListTree.ofTexts(after));
    }

    /// The object with the time at which it is to be gone. A grace period can only be shortened once it runs.
    private static ObjectTree sentenced(ObjectTree object, OptionalLong grace, Instant now) {
        ObjectTree metadata = ObjectMeta.of(object);
        long seconds = grace.orElse(0);
        boolean running = ObjectMeta.isBeingDeleted(object);
        if (running) {
            long before = metadata.number("deletionGracePeriodSeconds");
            if (grace.isEmpty() || seconds >= before) {
                return object;
            }
            Instant began = Timestamps.parse(metadata.text("deletionTimestamp"))
                    .orElse(now)
                    .minusSeconds(before);
            return object.with(
                    "metadata",
                    metadata.with("deletionTimestamp", Timestamps.seconds(began.plusSeconds(seconds)))
                            .with("deletionGracePeriodSeconds", seconds));
        }
        ObjectTree sentenced = metadata.with("deletionTimestamp", Timestamps.seconds(now.plusSeconds(seconds)))
                .with("deletionGracePeriodSeconds", seconds);
        if (metadata.number("generation") > 0) {
            sentenced = sentenced.with("generation", metadata.number("generation") + 1);
        }
        return object.with("metadata", sentenced);
    }
}
