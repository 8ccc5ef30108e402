package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.RandomUid;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.RandomSuffix;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.admission.Admission;
import dev.pilothouse.apiserver.admission.AdmissionRequest;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.apiserver.read.Underway;
import dev.pilothouse.kinds.Strategy;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.Transaction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Writes objects of every resource.
///
/// R1 A write is stored wholly or not at all, and only over the very object that it was decided on: compare and set.
/// R2 The order is always: what the client sent, what admission adds, what the kind keeps for itself, what the server
///    owns, validation, the last review, the store.
/// R3 A write that changes nothing writes nothing, and leaves the resource version as it is. What counts are the stored
///    bytes: the first write to an object that reads back with more than was stored, as defaults, stores that.
/// R4 A dry run goes all the way but the last step.
public final class Registry {
    /// Tries to give an object a generated name that is free.
    private static final int NAME_ATTEMPTS = 8;

    /// Tries to find an address that no other server gives away at the same time.
    private static final int ADDRESS_ATTEMPTS = 32;

    /// Tries to write over an object that others keep writing.
    private static final int UPDATE_ATTEMPTS = 100;

    private final Store store;
    private final Commits commits;
    private final Admission admission;
    private final ManagedOwnership ownership;
    private final IssuedCertificates issued;
    private final ServiceAddresses addresses;
    private final RandomGenerator random;
    private final EventTtl ttl;

    public Registry(
            Store store,
            Admission admission,
            ManagedOwnership ownership,
            ServiceAddresses addresses,
            EventTtl ttl,
            IssuedCertificates issued,
            RandomGenerator random) {
        this.store = store;
        this.issued = issued;
        this.commits = new Commits(store);
        this.admission = admission;
        this.ownership = ownership;
        this.addresses = addresses;
        this.ttl = ttl;
        this.random = random;
    }

    // ---- create

    /// Stores a new object.
    ///
    /// @param sent what the client sent, decoded and defaulted
    public Item create(Resource resource, String namespace, ObjectTree sent, Operation operation) {
        ObjectTree named = Preconditions.located(resource, namespace, sent);
        String prefix = ObjectMeta.of(named).text("generateName");
        boolean generated = ObjectMeta.name(named).isEmpty() && !prefix.isEmpty();
        for (int attempt = 1; ; attempt++) {
            ObjectTree object =
                    generated ? ObjectMeta.withName(named, RandomSuffix.name(prefix, random)) : named;
            try {
                return createNamed(resource, namespace, object, false, operation);
            } catch (ApiError e) {
                if (!generated || !e.is(dev.pilothouse.api.meta.Status.ALREADY_EXISTS)) {
                    throw e;
                }
                if (attempt == NAME_ATTEMPTS) {
                    throw ApiError.generateNameConflict(resource.name(), ObjectMeta.name(object), 1);
                }
            }
        }
    }

    private Item createNamed(
            Resource resource, String namespace, ObjectTree named, boolean ownershipDone, Operation operation) {
        Strategy strategy = resource.strategy();
        ObjectTree sent =
                ownershipDone ? named : ownership.afterWrite(resource, "", ObjectTree.EMPTY, named, operation);
        AdmissionRequest request = new AdmissionRequest(
                AdmissionRequest.Operation.CREATE,
                resource.api(),
                "",
                namespace,
                ObjectMeta.name(sent),
                sent,
                Optional.empty(),
                operation.identity(),
                operation.dryRun(),
                operation.warnings());
        ObjectTree object = strategy.defaults(admission.mutate(request));
        operation.warnings().addAll(strategy.kind().warningsOfSent(object));
        // A kind may build upon the uid: a Job selects its pods by it.
        object = resource.reading().complete(strategy.prepareCreate(withIdentity(object, operation), operation.write()));
        for (int attempt = 1; attempt <= ADDRESS_ATTEMPTS; attempt++) {
            Optional<Item> made = place(resource, object, request, attempt == 1, operation);
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw ApiError.conflict(resource.name(), ObjectMeta.name(object), Preconditions.MODIFIED);
    }

    /// Gives the new object its addresses and stores it; empty when another server was faster to take one of them.
    ///
    /// @param first admission has not seen the object yet
    private Optional<Item> place(
            Resource resource, ObjectTree wanted, AdmissionRequest request, boolean first, Operation operation) {
        Optional<ServiceAddresses.Reservation> reserved =
                addresses.reserve(resource, wanted, Optional.empty(), operation.dryRun());
        try {
            ObjectTree object = reserved.isPresent() ? reserved.get().object() : wanted;
            refuse(resource, object, resource.strategy().validateCreate(object));
            if (first) {
                operation.warnings().addAll(resource.strategy().warnings(object, ObjectTree.EMPTY, ""));
                admission.review(request.with(object));
            }
            return insert(resource, object, operation, reserved);
        } finally {
            reserved.ifPresent(ServiceAddresses.Reservation::release);
        }
    }

    private ObjectTree withIdentity(ObjectTree object, Operation operation) {
        ObjectTree metadata = ObjectMeta.of(object)
                .with("uid", RandomUid.of(random))
                .with("creationTimestamp", Timestamps.seconds(operation.now()))
                .without("selfLink");
        return object.with("metadata", metadata);
    }

    private Optional<Item> insert(
            Resource resource,
            ObjectTree object,
            Operation operation,
            Optional<ServiceAddresses.Reservation> reserved) {
        String key = resource.key(ObjectMeta.namespace(object), ObjectMeta.name(object));
        ObjectTree answer = readBack(resource, object);
        if (operation.dryRun()) {
            if (latest(resource, key).isPresent()) {
                throw taken(resource, key, ObjectMeta.name(object));
            }
            return Optional.of(new Item(key, answer, 0));
        }
        if (namesRevision(object)) {
            throw ApiError.unclassified("resourceVersion should not be set on objects to be created");
        }
        if (reserved.isPresent() && !reserved.get().claim()) {
            return Optional.empty();
        }
        Underway underway = resource.cache().expect(key, object, Optional.of(answer));
        Transaction transaction = ttl.apply(resource, Transaction.create(key, underway.value()));
        if (reserved.isPresent()) {
            transaction = transaction.and(reserved.get().transaction());
        }
        return switch (commits.apply(resource, transaction, underway)) {
            case Outcome.Committed(long revision) -> Optional.of(underway.item(revision));
            case Outcome.Conflict(String other, _) -> {
                reserved.ifPresent(ServiceAddresses.Reservation::giveBack);
                if (other.equals(key)) {
                    throw taken(resource, key, ObjectMeta.name(object));
                }
                yield Optional.empty();
            }
        };
    }

    /// What reading the object's bytes makes of it.
    private static ObjectTree readBack(Resource resource, ObjectTree object) {
        return resource.strategy().defaults(resource.reading().readBack(object));
    }

    /// Stores the object; empty if a comparison didn't hold.
    private Optional<Long> commit(Resource resource, Transaction transaction, Underway underway) {
        return commits.apply(resource, transaction, underway) instanceof Outcome.Committed(long revision)
                ? Optional.of(revision)
                : Optional.empty();
    }

    private static ApiError taken(Resource resource, String key, String name) {
        return latest(resource, key).filter(item -> ObjectMeta.isBeingDeleted(item.object())).isPresent()
                ? ApiError.stillThere(resource.name(), name)
                : ApiError.alreadyExists(resource.name(), name);
    }

    /// Only the store minds: a dry run, which doesn't reach it, answers with the version that it was sent.
    private static boolean namesRevision(ObjectTree object) {
        String revision = ObjectMeta.resourceVersion(object);
        try {
            // Nearly all objects name none, and an exception for each of them would be dear.
            return !revision.isEmpty() && Long.parseUnsignedLong(revision) != 0;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    // ---- update and patch

    /// What a client wants the object to become.
    @FunctionalInterface
    public interface Change {
        /// @param current the object as it is; empty object if it doesn't exist
        ObjectTree apply(ObjectTree current);
    }

    /// The result of a write, and whether it made the object.
    public record Written(Item item, boolean created) {}

    /// The ways to write over an object.
    public enum Way {
        /// The client sends the whole object. Makes one where its kind allows that.
        REPLACE,
        /// The client sends what is to change.
        PATCH,
        /// The client sends what it wants to own. Makes the object if it isn't there; the change decides on ownership.
        APPLY,
        /// The server changes the object for a client that sees it in another form; the change decides on ownership.
        SETTLED;

        boolean decidesOwnership() {
            return this == APPLY || this == SETTLED;
        }
    }

    /// Writes over an object, or makes it where its kind or the way of writing allows that.
    public Written update(
            Resource resource,
            String subresource,
            String namespace,
            String name,
            Change change,
            Way way,
            Operation operation) {
        String key = resource.key(namespace, name);
        Optional<Item> current = resource.cache().held(key);
        int warned = operation.warnings().size();
        boolean latest = current.isEmpty();
        if (latest) {
            current = latest(resource, key);
        }
        for (int attempt = 1; ; attempt++) {
            if (current.isEmpty()) {
                if (!subresource.isEmpty() || !creates(resource, way)) {
                    if (way == Way.REPLACE) {
                        Preconditions.checkName(name, change.apply(ObjectTree.EMPTY));
                    }
                    throw ApiError.notFound(resource.name(), name);
                }
                ObjectTree sent = change.apply(ObjectTree.EMPTY);
                Preconditions.checkNew(resource, name, sent, way);
                ObjectTree fresh = Preconditions.located(resource, namespace, ObjectMeta.without(sent, "resourceVersion"));
                return new Written(createNamed(resource, namespace, fresh, way == Way.APPLY, operation), true);
            }
            Item seen = current.get();
            try {
                Optional<Item> written =
                        tryUpdate(resource, subresource, namespace, name, seen, change, way, operation);
                boolean stored = written.isPresent() && written.get().revision() != seen.revision();
                if (stored || latest && written.isPresent()) {
                    return new Written(written.get(), false);
                }
                current = latest(resource, key);
                if (written.isPresent() && isSame(current, seen)) {
                    return new Written(written.get(), false);
                }
            } catch (ApiError e) {
                // Decided on what the cache had. What the store said of itself isn't caught: the write may have been done.
                current = latest ? current : latest(resource, key);
                if (latest || isSame(current, seen)) {
                    throw e;
                }
            }
            latest = true;
            if (attempt == UPDATE_ATTEMPTS) {
                throw ApiError.conflict(resource.name(), name, Preconditions.MODIFIED);
            }
            operation.warnings().subList(warned, operation.warnings().size()).clear();
        }
    }

    /// The object after every write that was acknowledged before. Only a store that takes the write proves that the
    /// cache was not behind; an answer that stores nothing is given on this alone.
    private static Optional<Item> latest(Resource resource, String key) {
        return resource.cache().latest(key);
    }

    private static boolean isSame(Optional<Item> current, Item seen) {
        return current.isPresent() && current.get().revision() == seen.revision();
    }

    private static boolean creates(Resource resource, Way way) {
        return switch (way) {
            case REPLACE -> resource.strategy().traits().flags().contains(Traits.Flag.CREATE_ON_UPDATE);
            case PATCH, SETTLED -> false;
            case APPLY -> true;
        };
    }

    /// One attempt: empty when the object was changed meanwhile and the change is to be made anew.
    private Optional<Item> tryUpdate(
            Resource resource,
            String subresource,
            String namespace,
            String name,
            Item current,
            Change change,
            Way way,
            Operation operation) {
        Strategy strategy = resource.strategy();
        ObjectTree old = current.object();
        ObjectTree sent = change.apply(old);
        if (!resource.api().namespaced() || !namespace.isEmpty()) {
            sent = Preconditions.located(resource, namespace, sent);
        }
        Preconditions.checkExisting(resource, name, sent, old, way, operation);
        if (!way.decidesOwnership()) {
            sent = ownership.afterWrite(resource, subresource, old, sent, operation);
        }
        AdmissionRequest request = new AdmissionRequest(
                AdmissionRequest.Operation.UPDATE,
                resource.api(),
                subresource,
                namespace,
                name,
                sent,
                Optional.of(old),
                operation.identity(),
                operation.dryRun(),
                operation.warnings());
        // What is sent has its defaults: only what a plugin added may want more of them.
        ObjectTree mutated = admission.mutate(request);
        ObjectTree object = mutated.equals(sent) ? sent : strategy.defaults(mutated);
        object = ObjectMeta.withResourceVersion(object, ObjectMeta.resourceVersion(old));
        object = resource.reading().complete(strategy.prepareUpdate(object, old, subresource, operation.write()), old);
        Optional<ServiceAddresses.Reservation> reserved = subresource.isEmpty()
                ? addresses.reserve(resource, object, Optional.of(old), operation.dryRun())
                : Optional.empty();
        try {
            if (reserved.isPresent()) {
                object = reserved.get().object();
            }
            refuse(resource, object, strategy.validateUpdate(object, old, subresource));
            operation.warnings().addAll(strategy.warnings(object, old, subresource));
            admission.review(request.with(object));
            object = ownership.settled(old, object);
            Optional<Item> written = replace(resource, current, object, operation, reserved);
            if (written.isPresent() && written.get().revision() != current.revision()) {
                reserved.ifPresent(ServiceAddresses.Reservation::release);
                addresses.settle(resource, old, written.get().object());
                issued.note(resource, old, written.get().object());
            }
            return written;
        } finally {
            reserved.ifPresent(ServiceAddresses.Reservation::release);
        }
    }

    private Optional<Item> replace(
            Resource resource,
            Item current,
            ObjectTree object,
            Operation operation,
            Optional<ServiceAddresses.Reservation> reserved) {
        boolean last = ObjectMeta.isBeingDeleted(object)
                && ObjectMeta.finalizers(object).isEmpty()
                && !Deletion.isNamespaceWithContent(resource, object)
                && ObjectMeta.of(object).number("deletionGracePeriodSeconds") == 0;
        if (!last && object.equals(current.object()) && (operation.dryRun() || isStored(resource, current))) {
            return Optional.of(current);
        }
        if (operation.dryRun()) {
            return Optional.of(new Item(current.key(), resource.reading().readBack(object), current.revision()));
        }
        if (last) {
            Transaction transaction =
                    Transaction.delete(current.key(), current.revision()).and(addresses.freed(resource, object));
            return switch (commits.apply(resource, transaction)) {
                // What this write removed was never stored: it goes with the version that it last had.
                case Outcome.Committed(long revision) -> {
                    addresses.settle(resource, current.object(), ObjectTree.EMPTY);
                    yield Optional.of(new Item(current.key(), object, revision));
                }
                case Outcome.Conflict _ -> Optional.empty();
            };
        }
        if (reserved.isPresent() && !reserved.get().claim()) {
            return Optional.empty();
        }
        Underway underway =
                resource.cache().expect(current.key(), object, Optional.of(readBack(resource, object)));
        Transaction transaction =
                ttl.apply(resource, Transaction.update(current.key(), underway.value(), current.revision()));
        if (reserved.isPresent()) {
            transaction = transaction.and(reserved.get().transaction());
        }
        Optional<Item> written = commit(resource, transaction, underway).map(underway::item);
        if (written.isEmpty()) {
            reserved.ifPresent(ServiceAddresses.Reservation::giveBack);
        }
        return written;
    }

    /// Whether the object's bytes are in the store as they would be written now; reading may have added to them. Of an
    /// object that somebody else wrote meanwhile there is nothing to say.
    private boolean isStored(Resource resource, Item item) {
        Optional<Entry> entry = store.get(item.key());
        return entry.isEmpty()
                || entry.get().modRevision() != item.revision()
                || !entry.get().stale() && Arrays.equals(entry.get().value(), resource.form().encode(item.object()));
    }

    // ---- for deletions, which have a file of their own

    public Admission admission() {
        return admission;
    }

    /// Replaces the object that was seen by a changed one; empty if it was changed meanwhile.
    Optional<Item> replaceIfSame(Resource resource, Item seen, ObjectTree changed) {
        Underway underway = resource.cache().expect(seen.key(), changed, Optional.empty());
        Transaction transaction =
                ttl.apply(resource, Transaction.update(seen.key(), underway.value(), seen.revision()));
        return commit(resource, transaction, underway).map(underway::item);
    }

    /// Removes the object that was seen; empty if it was changed meanwhile.
    Optional<Long> removeIfSame(Resource resource, Item seen) {
        Transaction transaction = Transaction.delete(seen.key(), seen.revision())
                .and(addresses.freed(resource, seen.object()));
        return switch (commits.apply(resource, transaction)) {
            case Outcome.Committed(long revision) -> {
                addresses.settle(resource, seen.object(), ObjectTree.EMPTY);
                yield Optional.of(revision);
            }
            case Outcome.Conflict _ -> Optional.empty();
        };
    }

    private static void refuse(Resource resource, ObjectTree object, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            GroupKind kind = resource.reading().judgesKindLater()
                    ? new GroupKind(resource.kind().group(), object.text("kind"))
                    : resource.kind();
            throw ApiError.invalid(kind, ObjectMeta.name(object), errors);
        }
    }

    /// Changes an object by a rule of the server's own, which needs no validation: a binding, a token, a deletion mark.
    public Item updateUnchecked(
            Resource resource,
            String namespace,
            String name,
            boolean dryRun,
            UnaryOperator<ObjectTree> change) {
        String key = resource.key(namespace, name);
        for (int attempt = 1; attempt <= UPDATE_ATTEMPTS; attempt++) {
            Item current = resource.cache()
                    .latest(key)
                    .orElseThrow(() -> ApiError.notFound(resource.name(), name));
            ObjectTree changed = change.apply(current.object());
            if (dryRun || changed.equals(current.object())) {
                return new Item(key, changed, current.revision());
            }
            Optional<Item> written = replaceIfSame(resource, current, changed);
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw ApiError.conflict(resource.name(), name, Preconditions.MODIFIED);
    }
}
