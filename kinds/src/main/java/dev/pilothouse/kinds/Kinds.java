package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.kinds.core.pod.Pod;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every kind that has something to say, in the order of discovery.
public final class Kinds {
    private static final List<Kind> ALL = List.of(new Pod());

    private static final Map<GroupKind, Kind> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(kind -> kind.traits().kind(), Function.identity()));

    private Kinds() {}

    public static List<Kind> all() {
        return ALL;
    }

    /// The kind of this name; one without a file of its own behaves as every kind does.
    public static Kind of(GroupKind name) {
        Kind kind = BY_NAME.get(name);
        return kind != null ? kind : () -> Traits.of(name.group(), name.kind());
    }

    /// What the API server does with objects of a served resource.
    public static Strategy strategy(ApiResource resource) {
        return new Strategy(of(new GroupKind(resource.id().group(), resource.kind())), resource);
    }
}
