package dev.pilothouse.api.quota;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How the objects of a resource are measured for quotas.
public sealed interface Measure permits ObjectCount, PodMeasure, ServiceMeasure, ClaimMeasure, DeviceMeasure {

    /// Resources that are counted under their plain name, too, since before there was `count/…`.
    Set<String> LEGACY = Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

    Map<GroupResource, Measure> SPECIAL = Map.of(
            new GroupResource("", "pods"), new PodMeasure(),
            new GroupResource("", "services"), new ServiceMeasure(),
            new GroupResource("", "persistentvolumeclaims"), new ClaimMeasure(),
            new GroupResource("resource.k8s.io", "resourceclaims"), new DeviceMeasure());

    static Measure of(GroupResource resource) {
        Measure special = SPECIAL.get(resource);
        if (special != null) {
            return special;
        }
        boolean legacy = resource.group().isEmpty() && LEGACY.contains(resource.resource());
        return new ObjectCount(
                legacy ? Set.of(count(resource), resource.resource()) : Set.of(count(resource)));
    }

    /// The name under which objects of the resource are counted: `count/deployments.apps`.
    static String count(GroupResource resource) {
        return "count/" + resource;
    }

    /// Whether a quota's name is about these objects.
    boolean counts(String name);

    /// What the object takes, now.
    Usage of(ObjectTree object, Instant now);

    /// Whether the object has the property.
    default boolean isIn(Scope scope, ObjectTree object) {
        return false;
    }

    /// What the object has to say before a quota on these names admits it; empty if nothing is missing.
    default Optional<String> missing(Set<String> names, ObjectTree object) {
        return Optional.empty();
    }

    /// Whether writes other than creations change what is counted.
    ///
    /// @param subresource empty for the object itself
    default boolean countsUpdates(String subresource) {
        return false;
    }

    /// The names of those that are about these objects.
    default Set<String> counted(Set<String> names) {
        Set<String> counted = new TreeSet<>();
        names.stream().filter(this::counts).forEach(counted::add);
        return counted;
    }

    /// Whether the object has all the properties.
    default boolean isInAll(List<Scope> scopes, ObjectTree object) {
        return scopes.stream().allMatch(scope -> isIn(scope, object));
    }
}
