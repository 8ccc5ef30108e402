package dev.pilothouse.api.schema;

import java.util.Optional;

/// An API group and one of its versions. The core group's name is empty.
public record GroupVersion(String group, String version) {

    /// Reads the form of an object's `apiVersion`: `v1` or `apps/v1`.
    public static GroupVersion parse(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersion("", apiVersion)
                : new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
    }

    /// Why a text is no `apiVersion`: it may be anything that has no second slash.
    public static Optional<String> malformed(String apiVersion) {
        return apiVersion.indexOf('/') == apiVersion.lastIndexOf('/')
                ? Optional.empty()
                : Optional.of("unexpected GroupVersion string: " + apiVersion);
    }

    public GroupVersionKind kind(String kind) {
        return new GroupVersionKind(group, version, kind);
    }

    public GroupVersionResource resource(String resource) {
        return new GroupVersionResource(group, version, resource);
    }

    /// The URL path below which the version's resources are served, without a slash at its end.
    public String path() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    /// The form of an object's `apiVersion`.
    @Override
    public String toString() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
