package dev.pilothouse.api.schema;

/// The type of an object as its `apiVersion` and `kind` give it.
public record GroupVersionKind(String group, String version, String kind) {

    public GroupVersion groupVersion() {
        return new GroupVersion(group, version);
    }

    /// The form of an object's `apiVersion`.
    public String apiVersion() {
        return groupVersion().toString();
    }

    /// The same kind of the group, whatever its version; `Deployment.apps`, and plain `Pod` for the core group.
    public String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    @Override
    public String toString() {
        return apiVersion() + ", Kind=" + kind;
    }
}
