package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.request.RequestInfo;

/// What is to be decided: who wants to do what with which resource or path.
public record Attributes(
        Identity identity,
        boolean isResource,
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path) {

    public static Attributes of(Identity identity, RequestInfo info) {
        return new Attributes(
                identity,
                info.isResource(),
                info.verb(),
                info.groupVersion().group(),
                info.groupVersion().version(),
                info.resource(),
                info.subresource(),
                info.namespace(),
                info.name(),
                info.path());
    }

    public static Attributes resource(
            Identity identity, String verb, String group, String resource, String namespace, String name) {
        return new Attributes(identity, true, verb, group, "*", resource, "", namespace, name, "");
    }

    /// The resource with its subresource, as rules spell it.
    public String combinedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
}
