package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.schema.GroupVersion;
import java.util.Set;

/// What the URL and the method say, in the terms of authorization.
///
/// @param isResource whether the path leads to a resource; else `path` and `verb` (the method in lower case) are all
/// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, and
///     `proxy` of paths that no longer lead anywhere
/// @param namespace empty for cluster-scoped resources and across namespaces
/// @param trailing what follows the subresource in the path
/// @param watchPath whether the path is one of the deprecated `/watch/` paths
public record RequestInfo(
        boolean isResource,
        String path,
        String verb,
        GroupVersion groupVersion,
        String namespace,
        String resource,
        String subresource,
        String name,
        String trailing,
        boolean watchPath) {
    private static final Set<String> STREAMS = Set.of("attach", "exec", "log", "portforward", "proxy");

    static RequestInfo nonResource(String path, String method) {
        return new RequestInfo(
                false, path, method.toLowerCase(java.util.Locale.ROOT), new GroupVersion("", ""), "", "", "", "", "", false);
    }

    public GroupResource groupResource() {
        return new GroupResource(groupVersion.group(), resource);
    }

    /// The resource with its subresource, as RBAC rules spell it.
    public String combinedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /// Whether the answer goes on for as long as its client likes.
    public boolean isLongRunning() {
        return isResource
                ? verb.equals("watch") || STREAMS.contains(subresource)
                : path.startsWith("/debug/pprof/");
    }

    public boolean isReadOnly() {
        return verb.equals("get") || verb.equals("list") || verb.equals("watch");
    }
}
