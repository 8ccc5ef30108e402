package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.apiserver.read.ResourceCache;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.apiserver.storage.StoredBytes;
import dev.pilothouse.apiserver.read.StoredForm;
import dev.pilothouse.kinds.Kinds;
import dev.pilothouse.kinds.StorageVersions;
import dev.pilothouse.kinds.Strategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The resources that this server serves, each put together when it is first asked for.
public final class Resources {
    private final Caches caches;
    private final StorageFormat format;
    private final ResourceSource more;
    private final Map<GroupVersionResource, Resource> resources;

    /// @param format how objects are written into the store
    public Resources(Caches caches, StorageFormat format) {
        this(caches, format, ResourceSource.NONE, new ConcurrentHashMap<>());
    }

    private Resources(
            Caches caches, StorageFormat format, ResourceSource more, Map<GroupVersionResource, Resource> resources) {
        this.caches = caches;
        this.format = format;
        this.more = more;
        this.resources = resources;
    }

    /// The same resources and these besides.
    public Resources with(ResourceSource others) {
        return new Resources(caches, format, others, resources);
    }

    /// The resource if it is one whose objects are stored.
    public Optional<Resource> find(GroupVersionResource id) {
        Resource known = resources.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ApiResource> api = ApiResources.builtIn().find(id);
        return api.isPresent() ? api.filter(it -> it.allows("get")).map(this::make) : more.find(id);
    }

    /// How objects are written into the store.
    public StorageFormat format() {
        return format;
    }

    /// How the resource is published, if it is served at all.
    public Optional<ApiResource> api(GroupVersionResource id) {
        return ApiResources.builtIn().find(id).or(() -> more.find(id).map(Resource::api));
    }

    /// Everything that discovery lists, in its order.
    public List<ApiResource> published() {
        List<ApiResource> all = new ArrayList<>(ApiResources.builtIn().all());
        all.addAll(more.all());
        return all;
    }

    public static boolean isBuiltIn(GroupVersionResource id) {
        return ApiResources.builtIn().find(id).isPresent();
    }

    private Resource make(ApiResource api) {
        TypeSchema schema = Schemas.builtIn().kind(api.groupVersionKind()).orElseThrow();
        Strategy strategy = Kinds.strategy(api);
        GroupVersionKind kept = api.storageKind();
        GroupKind kind = new GroupKind(kept.group(), kept.kind());
        StoredForm form = new StoredForm(
                strategy.conversion()::toStored,
                stored -> upgrade(strategy.conversion().toServed(inOwnVersion(stored, kept.apiVersion())), ObjectTree.EMPTY, schema, strategy),
                StoredBytes.writing(kind, Schemas.builtIn().kind(kept).orElse(schema), format),
                format != StorageFormat.TREE && StorageVersions.differs(kind)
                        ? Optional.empty()
                        : Optional.of((object, before) -> upgrade(object, before, schema, strategy)));
        Resource made = new Resource(
                api, new TypedReading(api.groupVersionKind(), schema), strategy, form, caches.of(api.groupVersionKind().apiVersion(), api.storagePath(), form));
        Resource first = resources.putIfAbsent(api.id(), made);
        return first == null ? made : first;
    }

    private static ObjectTree inOwnVersion(ObjectTree stored, String version) {
        return stored.text("apiVersion").equals(version) ? stored : StorageVersions.read(stored);
    }

    private static ObjectTree upgrade(ObjectTree object, ObjectTree before, TypeSchema schema, Strategy strategy) {
        try {
            return strategy.defaults(new Decoding().object(object, before, schema));
        } catch (Decoding.WrongType e) {
            throw new IllegalStateException(
                    "the stored object " + ObjectMeta.key(object) + " doesn't fit its kind: " + e.getMessage(), e);
        }
    }

    /// How many objects of each resource are held; of those that somebody has asked for.
    public Map<GroupResource, Integer> sizes() {
        Map<GroupResource, Integer> sizes = new HashMap<>();
        resources.values().forEach(resource -> sizes.put(resource.name(), resource.cache().size()));
        return sizes;
    }

    /// What their watch caches count.
    public Source source() {
        return sink -> new CacheFigures(resources.values()).tell(sink);
    }

    /// All objects of a resource as they are now, in a namespace or in all.
    public List<ObjectTree> list(GroupVersionResource id, String namespace) {
        Resource resource = find(id).orElseThrow();
        List<ObjectTree> objects = new ArrayList<>();
        String prefix = resource.cache().prefix() + (namespace.isEmpty() ? "" : namespace + "/");
        resource.cache().newest().snapshot().walk(prefix, "", item -> objects.add(item.object()));
        return objects;
    }

    /// Another object after each change to the resource.
    public Object version(GroupVersionResource id) {
        return find(id).orElseThrow().cache().newest().snapshot();
    }

    /// One object as the cache has it.
    public Optional<ObjectTree> get(GroupVersionResource id, String namespace, String name) {
        Resource resource = find(id).orElseThrow();
        return resource.cache()
                .newest()
                .snapshot()
                .get(resource.key(namespace, name))
                .map(Item::object);
    }

    /// One object after every write that was acknowledged before the call.
    public Optional<ObjectTree> getLatest(GroupVersionResource id, String namespace, String name) {
        Resource resource = find(id).orElseThrow();
        return resource.cache().latest(resource.key(namespace, name)).map(Item::object);
    }
}
