package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.RequestInfo;
import java.util.Map;
import java.util.Optional;

/// The virtual resources by their place: `group/resource` or `group/resource/subresource`. A star stands for every resource that
/// has the subresource.
public record VirtualResources(Map<String, VirtualResource> byPlace) {
    public VirtualResources {
        byPlace = Map.copyOf(byPlace);
    }

    /// Answers a request for a virtual resource; empty if the place holds objects, or nothing.
    public Optional<HttpResponse> answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        return Optional.ofNullable(byPlace.get(info.groupVersion().group() + "/" + info.combinedResource()))
                .or(() -> Optional.ofNullable(byPlace.get("*/" + info.subresource())))
                .map(virtual -> virtual.answer(permitted));
    }

    /// Something that can be asked at a place where no objects are kept.
    @FunctionalInterface
    public interface VirtualResource {
        HttpResponse answer(Permitted permitted);
    }
}
