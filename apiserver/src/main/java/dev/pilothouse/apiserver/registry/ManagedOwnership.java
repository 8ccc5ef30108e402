package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.apply.Apply;
import dev.pilothouse.api.apply.Configuration;
import dev.pilothouse.api.apply.FieldSet;
import dev.pilothouse.api.apply.ManagedFields;
import dev.pilothouse.api.apply.Shapes;
import dev.pilothouse.api.apply.TrackedType;
import dev.pilothouse.api.apply.Tracking;
import dev.pilothouse.api.apply.Versions;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;
import dev.pilothouse.kinds.Conversion;
import dev.pilothouse.kinds.Kinds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Who owns which field (`metadata.managedFields`): kept at every write, and asked by server-side apply (KEP-555).
public final class ManagedOwnership implements Patches.Applying {
    private static final double NANOS = 1e9;

    private final Series<Distribution> comparisons = Series.distributions(Families.TIMES_COMPARED);
    private final Distribution changed = comparisons.of("unequal_objects_fast");
    private final Distribution unchanged = comparisons.of("equal_objects");
    private final Map<Way, Kept> trackings = new ConcurrentHashMap<>();
    private final Resources resources;

    public ManagedOwnership(Resources resources) {
        this.resources = resources;
    }

    /// A resource, and the subresource through which it is written.
    private record Way(GroupVersionResource resource, String subresource) {}

    /// @param resource for which it was made: a definition that is written anew makes another one under the same name
    private record Kept(Resource resource, Tracking tracking) {}

    private Tracking tracking(Resource resource, String subresource) {
        Way way = new Way(resource.api().id(), subresource);
        Kept known = trackings.get(way);
        if (known != null && known.resource == resource) {
            return known.tracking;
        }
        Tracking tracking = new Tracking(
                resource.reading().tracked(),
                resource.api().groupVersionKind().apiVersion(),
                subresource,
                FieldSet.of(resource.strategy().resetFields(subresource)),
                versions(resource));
        trackings.put(way, new Kept(resource, tracking));
        return tracking;
    }

    /// For objects of a subresource that have a type of their own.
    public Tracking tracking(TypeSchema type, String apiVersion, String subresource) {
        return Tracking.of(Shapes.builtIn(), type, apiVersion, subresource, FieldSet.EMPTY);
    }

    private Versions versions(Resource resource) {
        Conversion own = resource.strategy().conversion();
        return apiVersion -> {
            GroupVersionResource id =
                    GroupVersion.parse(apiVersion).resource(resource.api().id().resource());
            if (!Resources.isBuiltIn(resource.api().id())) {
                return resources.find(id).map(other -> new Renamed(
                        other.reading().tracked(), apiVersion, resource.api().groupVersionKind().apiVersion()));
            }
            Optional<ApiResource> other = id.group().equals(resource.api().id().group())
                    ? ApiResources.builtIn().find(id)
                    : Optional.empty();
            return other.map(api -> new Other(
                    new TrackedType.Described(
                            Shapes.builtIn(), Schemas.builtIn().kind(api.groupVersionKind()).orElseThrow()),
                    own,
                    Kinds.strategy(api).conversion()));
        };
    }

    /// A custom kind in another of its versions: as long as nobody looks into the object, only its version differs.
    private record Renamed(TrackedType type, String apiVersion, String own) implements Versions.Version {
        @Override
        public ObjectTree convert(ObjectTree object) {
            return object.isEmpty() ? object : object.with("apiVersion", apiVersion);
        }

        @Override
        public ObjectTree convertBack(ObjectTree object) {
            return object.isEmpty() ? object : object.with("apiVersion", own);
        }
    }

    /// A kind in another of its served versions; the stored form stands between the two.
    private record Other(TrackedType type, Conversion own, Conversion other) implements Versions.Version {
        @Override
        public ObjectTree convert(ObjectTree object) {
            return object.isEmpty() ? object : other.toServed(own.toStored(object));
        }

        @Override
        public ObjectTree convertBack(ObjectTree object) {
            return object.isEmpty() ? object : own.toServed(other.toStored(object));
        }
    }

    /// Records what a create, an update or a patch has changed. Before admission: what that changes is nobody's.
    ///
    /// @param old empty at creation
    ObjectTree afterWrite(
            Resource resource, String subresource, ObjectTree old, ObjectTree object, Operation operation) {
        return ManagedFields.afterUpdate(
                tracking(resource, subresource), old, object, operation.fieldManager(), operation.now());
    }

    /// What is counted here.
    public Source source() {
        return comparisons;
    }

    /// The object with the old times where nothing but times has changed.
    ObjectTree settled(ObjectTree old, ObjectTree object) {
        long began = System.nanoTime();
        ObjectTree settled = ManagedFields.withoutIdleTimes(old, object);
        (settled == object ? changed : unchanged).see((System.nanoTime() - began) / NANOS);
        return settled;
    }

    @Override
    public Patches.Prepared prepare(
            byte[] body, Resource resource, RequestInfo info, WriteOptions options, Operation operation) {
        Configuration configuration = Configuration.parse(body);
        Tracking tracking = tracking(resource, info.subresource());
        return current -> {
            ObjectTree applied = Apply.apply(
                            tracking,
                            current,
                            configuration.tree(),
                            operation.fieldManager(),
                            options.force(),
                            operation.now())
                    .object();
            checkDuplicates(configuration, operation);
            return Patches.typed(applied, current, () -> Json.text(applied), List.of(), resource, operation);
        };
    }

    private static void checkDuplicates(Configuration configuration, Operation operation) {
        if (configuration.duplicates().isEmpty()) {
            return;
        }
        switch (operation.strictness()) {
            case IGNORE -> {}
            case WARN -> operation.warnings().addAll(configuration.duplicates());
            case STRICT ->
                throw ApiError.badRequest("error strict decoding YAML: " + configuration.strictProblem());
        }
    }
}
