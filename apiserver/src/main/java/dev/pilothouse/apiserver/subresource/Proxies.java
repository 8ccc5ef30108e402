package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.core.v1.Endpoints;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.RequestInfo;
import java.util.Map;

/// `pods/proxy`, `services/proxy` and `nodes/proxy`: finds who is to be reached. The nodes here run pods without containers,
/// so that nobody is there to answer.
public final class Proxies implements VirtualResources.VirtualResource {
    private final Resources resources;

    public Proxies(Resources resources) {
        this.resources = resources;
    }

    /// A name in a proxy's path: `[SCHEME:]NAME[:PORT]`.
    private record Target(String name, String port) {
        static Target of(String text, String resource) {
            String[] parts = text.split(":", -1);
            String singular = resource.substring(0, resource.length() - 1);
            return switch (parts.length) {
                case 1 -> new Target(parts[0], "");
                case 2 -> new Target(parts[0], parts[1]);
                case 3 -> {
                    if (!parts[0].isEmpty() && !parts[0].equals("http") && !parts[0].equals("https")) {
                        throw ApiError.badRequest("invalid " + singular + " request \"" + text + "\"");
                    }
                    yield new Target(parts[1], parts[2]);
                }
                default -> throw ApiError.badRequest("invalid " + singular + " request \"" + text + "\"");
            };
        }
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        PodConnections.refuseTrial(permitted.request().query());
        Target target = Target.of(info.name(), info.resource());
        switch (info.resource()) {
            case "pods" -> pod(info, target);
            case "nodes" -> find(Node.RESOURCE, "", target.name());
            default -> service(info, target);
        }
        HttpRequest raw = permitted.request().raw();
        if (info.trailing().isEmpty()
                && !raw.path().endsWith("/")
                && (raw.method().equals("GET") || raw.method().equals("HEAD"))) {
            // So that the links on a page lead to what is behind the proxy.
            return new HttpResponse.Whole(301, Map.of(), "", new HttpResponse.Payload.Bytes(new byte[0]))
                    .withHeader("Location", raw.path() + "/" + (raw.query().isEmpty() ? "" : "?" + raw.query()));
        }
        throw ApiError.serviceUnavailable("error trying to reach service: nothing listens where pods run without containers");
    }

    private void pod(RequestInfo info, Target target) {
        ObjectTree pod = find(Pod.RESOURCE, info.namespace(), target.name());
        String address = pod.object("status").text("podIP");
        if (address.isEmpty() || address.startsWith("127.") || address.startsWith("169.254.") || address.equals("::1")) {
            throw ApiError.badRequest("address not allowed");
        }
    }

    private void service(RequestInfo info, Target target) {
        ObjectTree service = find(Service.RESOURCE, info.namespace(), target.name());
        if (target.port().matches("[0-9]+")
                && service.object("spec").list("ports").objects().stream()
                        .noneMatch(port -> Long.toString(port.number("port")).equals(target.port()))) {
            throw ApiError.serviceUnavailable(
                    "no service port " + target.port() + " found for service \"" + target.name() + "\"");
        }
        ObjectTree endpoints = resources
                .getLatest(Endpoints.RESOURCE, info.namespace(), target.name())
                .orElseThrow(() -> ApiError.notFound(new GroupResource("", "services"), target.name()));
        if (endpoints.list("subsets").isEmpty()) {
            throw ApiError.serviceUnavailable("no endpoints available for service \"" + info.name() + "\"");
        }
    }

    private ObjectTree find(GroupVersionResource resource, String namespace, String name) {
        return resources
                .getLatest(resource, namespace, name)
                .orElseThrow(() -> ApiError.notFound(new GroupResource(resource.group(), resource.resource()), name));
    }
}
