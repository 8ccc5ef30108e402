package dev.pilothouse.api.schema;

/// A collection as its URL names it: `apps`, `v1`, `deployments`.
public record GroupVersionResource(String group, String version, String resource) {

    public GroupVersion groupVersion() {
        return new GroupVersion(group, version);
    }

    /// `deployments.apps`, and plain `pods` for the core group: the form in error messages.
    public String qualifiedResource() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    @Override
    public String toString() {
        return groupVersion() + "/" + resource;
    }
}
