package dev.pilothouse.api.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A collection that the API serves, as discovery publishes it.
///
/// @param storagePath where its objects live in the cluster store, below `/registry/`
/// @param storageKind the kind in the version that is stored. It is the resource's own version but where a group serves
///     several
public record ApiResource(
        GroupVersionResource id,
        String singular,
        String kind,
        boolean namespaced,
        Set<String> verbs,
        List<String> shortNames,
        List<String> categories,
        String storagePath,
        GroupVersionKind storageKind,
        List<Subresource> subresources) {

    private static final Set<String> ANSWERED_WITH_OBJECT = Set.of(
            "persistentvolumeclaims",
            "persistentvolumes",
            "pods",
            "podtemplates",
            "resourcequotas",
            "serviceaccounts",
            "services");

    /// A part of an object with an URL of its own.
    ///
    /// @param kind the kind of what is sent and answered there
    public record Subresource(String name, GroupVersionKind kind, Set<String> verbs) {}

    public GroupVersionKind groupVersionKind() {
        return new GroupVersionKind(id.group(), id.version(), kind);
    }

    public Optional<Subresource> subresource(String name) {
        return subresources.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    public boolean allows(String verb) {
        return verbs.contains(verb);
    }

    /// Whether a finished deletion is answered with the object itself and not with a `Status`.
    public boolean answersDeletionWithObject() {
        return switch (id.group()) {
            case "" -> ANSWERED_WITH_OBJECT.contains(id.resource());
            case "storage.k8s.io" -> !id.resource().equals("csistoragecapacities");
            case "resource.k8s.io" -> true;
            default -> false;
        };
    }
}
