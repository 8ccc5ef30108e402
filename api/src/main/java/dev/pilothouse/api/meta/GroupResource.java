package dev.pilothouse.api.meta;

/// A resource of any version. The core group is the empty text. Shown as `deployments.apps`, `pods`.
public record GroupResource(String group, String resource) {
    public boolean isEmpty() {
        return group.isEmpty() && resource.isEmpty();
    }

    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
