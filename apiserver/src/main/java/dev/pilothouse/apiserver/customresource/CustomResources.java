package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.apply.Shapes;
import dev.pilothouse.api.apply.TrackedType;
import dev.pilothouse.api.openapi.CustomType;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.storage.StoredBytes;
import dev.pilothouse.apiserver.read.StoredForm;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.ResourceSource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.kinds.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The resources that the stored definitions make. What is served follows the definitions as the cache has them: nobody needs
/// to tell.
///
/// D1 A resource is the same as long as its definition's spec and accepted names are: writes to a definition's status or
///    metadata disturb nobody.
/// D2 What a definition no longer makes ends its watches and gives back its memory.
public final class CustomResources implements ResourceSource {
    private final Resources builtIn;
    private final Caches caches;
    private final SchemaRules rules;
    private final AtomicLong made = new AtomicLong();
    private volatile State state = new State(new Object(), Map.of());

    /// What is served by one state of all definitions.
    ///
    /// @param seen stands for that state
    private record State(Object seen, Map<String, Served> byName) {}

    /// A definition, and the resources that were asked for so far, by version.
    private record Served(Definition definition, Map<String, Resource> resources) {}

    /// @param builtIn where the definitions are read
    public CustomResources(Resources builtIn, Caches caches, SchemaRules rules) {
        this.builtIn = builtIn;
        this.caches = caches;
        this.rules = rules;
    }

    private State current() {
        Object newest = builtIn.version(Definition.RESOURCE);
        State known = state;
        return known.seen == newest ? known : renewed();
    }

    private synchronized State renewed() {
        long revision = builtIn.find(Definition.RESOURCE).orElseThrow().cache().newest().revision();
        Object newest = builtIn.version(Definition.RESOURCE);
        State known = state;
        if (known.seen == newest) {
            return known;
        }
        Map<String, Served> next = new HashMap<>();
        for (ObjectTree tree : builtIn.list(Definition.RESOURCE, "")) {
            Definition definition = new Definition(tree);
            Served before = known.byName.get(definition.name());
            boolean same = before != null && before.definition.servesLike(definition);
            next.put(
                    definition.name(),
                    new Served(definition, same ? before.resources : new ConcurrentHashMap<>()));
        }
        State now = new State(newest, Map.copyOf(next));
        state = now;
        known.byName.forEach((name, before) -> {
            Served after = next.get(name);
            if (after == null || after.resources != before.resources) {
                // Who watches still sees the last objects go.
                before.resources.values().forEach(resource -> caches.drop(resource.cache(), revision));
            }
        });
        return now;
    }

    @Override
    public Optional<Resource> find(GroupVersionResource id) {
        Served served = current().byName.get(id.resource() + "." + id.group());
        if (served == null || !served.definition.isServed()) {
            return Optional.empty();
        }
        Resource known = served.resources.get(id.version());
        return known != null ? Optional.of(known) : version(served, id.version());
    }

    /// The definition of a resource, whatever state it is in.
    Optional<Definition> definition(GroupVersionResource id) {
        return Optional.ofNullable(current().byName.get(id.resource() + "." + id.group()))
                .map(Served::definition);
    }

    private Optional<Resource> version(Served served, String version) {
        return served.definition
                .version(version)
                .filter(found -> found.bool("served"))
                .map(found -> served.resources.computeIfAbsent(version, _ -> make(served.definition, found)));
    }

    /// The resource in the version in which it is stored, even if that isn't served.
    Resource stored(Definition definition) {
        Served served = current().byName.get(definition.name());
        String version = definition.storedVersion();
        Map<String, Resource> resources = served == null ? new ConcurrentHashMap<>() : served.resources;
        return resources.computeIfAbsent(
                version, _ -> make(definition, definition.version(version).orElseThrow()));
    }

    private Resource make(Definition definition, ObjectTree version) {
        ApiResource api = definition.published(version);
        GroupVersionKind kind = api.groupVersionKind();
        Map<String, Structural> schemas = new HashMap<>();
        definition.versions().forEach(each -> schemas.put(each.text("name"), Definition.schema(each)));
        Structural schema = schemas.get(kind.version());
        CustomConversion conversion = new CustomConversion(kind, api.storageKind(), Map.copyOf(schemas));
        StructuralReading reading = new StructuralReading(
                kind, schema, new TrackedType.Defined(Shapes.builtIn(), schema, kind), conversion);
        CustomRules judge =
                new CustomRules(kind, schema, schema.hasRules(), ScalePaths.of(version), rules);
        CustomKind custom =
                new CustomKind(
                        kind, definition.listKind(), api.namespaced(), version, judge, Deprecation.of(definition, version));
        StoredForm form = new StoredForm(
                conversion::toStored, conversion::toServed, StoredBytes.writingCustom(builtIn.format()));
        return new Resource(
                api,
                reading,
                new Strategy(custom, api, conversion),
                form,
                caches.of(kind.apiVersion() + "#" + made.incrementAndGet(), api.storagePath(), form));
    }

    /// Groups and resources in the order of the alphabet, versions the best first.
    @Override
    public List<ApiResource> all() {
        List<ApiResource> all = new ArrayList<>();
        for (Served served : current().byName.values()) {
            if (served.definition.isEstablished()) {
                served.definition.served().forEach(version -> all.add(served.definition.published(version)));
            }
        }
        all.sort(Comparator.comparing((ApiResource api) -> api.id().group())
                .thenComparing(api -> api.id().version(), VersionOrder.BEST_FIRST)
                .thenComparing(api -> api.id().resource()));
        return all;
    }

    /// What documents say of all that discovery lists.
    public List<CustomType> types() {
        return current().byName.values().stream()
                .map(Served::definition)
                .filter(Definition::isEstablished)
                .sorted(Comparator.comparing(Definition::name))
                .flatMap(definition -> definition.served().stream().map(definition::type))
                .toList();
    }
}
