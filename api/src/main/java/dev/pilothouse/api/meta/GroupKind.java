package dev.pilothouse.api.meta;

/// A kind of any version. The core group is the empty text. Shown as `Deployment.apps`, `Pod`.
public record GroupKind(String group, String kind) {
    @Override
    public String toString() {
        return group.isEmpty() ? kind : kind + "." + group;
    }
}
