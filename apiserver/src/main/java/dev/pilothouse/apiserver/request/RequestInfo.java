package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.schema.GroupVersion;

/// What the URL and the method say, in the terms of authorization.
///
/// @param isResource whether the path leads to a resource; else `path` and `verb` (the method in lower case) are all
/// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`
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

    public boolean isReadOnly() {
        return verb.equals("get") || verb.equals("list") || verb.equals("watch");
    }
}
