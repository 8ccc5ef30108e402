package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The cluster as a loop sees and changes it: reads come from informers, writes go through the API server.
///
/// O1 Before a key is reconciled again, the informers have seen what was written for it the time before: what was made
///    is never missed and made again, what was deleted is never counted once more.
public final class World {
    /// How long to wait for an own write to come back; then the loop goes on with what it has.
    private static final Duration OWN_WRITE_WAIT = Duration.ofSeconds(5);

    private final Informers informers;
    private final Client client;
    private final EventRecorder events;
    private final InstantSource clock;
    private final Following following;
    private final Map<GroupVersionResource, Long> written;
    private final Set<Deleted> deleted;

    /// An object that went away at once.
    private record Deleted(GroupVersionResource resource, Key key, String uid) {}

    /// How a loop comes to follow resources that were not there when it began.
    interface Following {
        void begin(Controller.Watches.Watch watch);
    }

    World(Informers informers, Client client, EventRecorder events, InstantSource clock, Following following) {
        this(informers, client, events, clock, following, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    }

    private World(
            Informers informers,
            Client client,
            EventRecorder events,
            InstantSource clock,
            Following following,
            Map<GroupVersionResource, Long> written,
            Set<Deleted> deleted) {
        this.informers = informers;
        this.client = client;
        this.events = events;
        this.clock = clock;
        this.following = following;
        this.written = written;
        this.deleted = deleted;
    }

    /// The same world with an account of writes of its own.
    World forKey() {
        return new World(
                informers, client, events, clock, following, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    }

    boolean hasWritten() {
        return !written.isEmpty() || !deleted.isEmpty();
    }

    void awaitOwnWrites() throws InterruptedException {
        for (Map.Entry<GroupVersionResource, Long> write : written.entrySet()) {
            Optional<Informer> informer = informers.find(write.getKey());
            if (informer.isPresent()) {
                informer.get().await(write.getValue(), OWN_WRITE_WAIT);
            }
        }
        for (Deleted gone : deleted) {
            Optional<Informer> informer = informers.find(gone.resource);
            if (informer.isPresent()) {
                informer.get().awaitGone(gone.key, gone.uid, OWN_WRITE_WAIT);
            }
        }
    }

    public Instant now() {
        return clock.instant();
    }

    public Client client() {
        return client;
    }

    // ---- reading

    public Optional<ObjectTree> get(GroupVersionResource resource, Key key) {
        return informers.find(resource).flatMap(informer -> informer.get(key));
    }

    public Collection<ObjectTree> all(GroupVersionResource resource) {
        return informers.find(resource).map(informer -> informer.all()).orElse(List.of());
    }

    public Collection<ObjectTree> in(GroupVersionResource resource, String namespace) {
        return informers.find(resource).map(informer -> informer.in(namespace)).orElse(List.of());
    }

    public List<ObjectTree> ownedBy(GroupVersionResource resource, String uid) {
        return informers.find(resource).map(informer -> informer.ownedBy(uid)).orElse(List.of());
    }

    /// The objects in a namespace that no controller owns, in name order.
    public List<ObjectTree> uncontrolled(GroupVersionResource resource, String namespace) {
        return informers.find(resource).map(informer -> informer.uncontrolled(namespace)).orElse(List.of());
    }

    // ---- following what comes and goes

    /// Follows another resource from now on, as if [Controller#watches] had named it.
    public void follow(GroupVersionResource resource, Controller.Watches.Mapper keys) {
        following.begin(new Controller.Watches.Watch(resource, keys.onBothSides()));
    }

    /// Stops following a resource that is served no longer; its objects count as gone. No other loop may follow it.
    public void unfollow(GroupVersionResource resource) {
        informers.drop(resource);
    }

    // ---- writing

    public ObjectTree create(GroupVersionResource resource, String namespace, ObjectTree object) {
        return noted(resource, client.create(resource, namespace, object));
    }

    public ObjectTree update(GroupVersionResource resource, ObjectTree object) {
        return noted(resource, client.update(resource, object));
    }

    public ObjectTree updateStatus(GroupVersionResource resource, ObjectTree object) {
        return noted(resource, client.updateStatus(resource, object));
    }

    public ObjectTree merge(GroupVersionResource resource, Key key, String subresource, ObjectTree patch) {
        return noted(resource, client.merge(resource, key, subresource, patch));
    }

    /// Deletes the object; one that is gone already is no failure.
    public void delete(GroupVersionResource resource, Key key, Client.Deletion how) {
        try {
            ObjectTree answer = noted(resource, client.delete(resource, key, how));
            // An object that goes at once leaves no version behind to wait for, only its uid.
            String uid = answer.object("details").text("uid");
            if (answer.text("kind").equals("Status") && !uid.isEmpty()) {
                deleted.add(new Deleted(resource, key, uid));
            }
        } catch (ApiError e) {
            if (!e.is(Status.NOT_FOUND) && !e.is(Status.CONFLICT)) {
                throw e;
            }
        }
    }

    private ObjectTree noted(GroupVersionResource resource, ObjectTree answer) {
        if (!answer.text("kind").equals("Status")) {
            written.merge(resource, Informer.revisionOf(answer), Math::max);
        }
        return answer;
    }

    /// Tells people what happened to an object.
    ///
    /// @param type `Normal` or `Warning`
    public void event(ObjectTree about, String type, String reason, String message) {
        events.record(about, type, reason, message);
    }
}
