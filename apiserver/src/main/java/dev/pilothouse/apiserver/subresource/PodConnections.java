package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.request.Query;
import dev.pilothouse.apiserver.request.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pods/log`, `pods/exec`, `pods/attach` and `pods/portforward`: finds the container and the node that a client wants to
/// talk to. The nodes here run pods without containers, so that the way ends at the node's door.
public final class PodConnections implements VirtualResources.VirtualResource {
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupKind LOG_OPTIONS = new GroupKind("", "PodLogOptions");

    private final Resources resources;

    public PodConnections(Resources resources) {
        this.resources = resources;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        Query query = permitted.request().query();
        boolean log = info.subresource().equals("log");
        String method = permitted.request().raw().method();
        if (!info.trailing().isEmpty()) {
            throw ApiError.noSuchPath();
        }
        if (!method.equals("GET") && (log || !method.equals("POST"))) {
            throw ApiError.methodNotAllowed();
        }
        if (log) {
            // A log is text whatever the client takes, but one who takes nothing of objects is refused as everywhere.
            Negotiation.choose(permitted.request(), Negotiation.Found.UNTABLED);
            checkLogOptions(info.name(), query);
        } else {
            refuseTrial(query);
        }
        ObjectTree pod = resources
                .getLatest(Pod.RESOURCE, info.namespace(), info.name())
                .orElseThrow(() -> ApiError.notFound(PODS, info.name()));
        if (!info.subresource().equals("portforward")) {
            checkContainer(info.name(), pod, query.text("container"));
        }
        String node = pod.object("spec").text("nodeName");
        if (node.isEmpty()) {
            if (log) {
                return new HttpResponse.Whole(204, Map.of(), "", new HttpResponse.Payload.Bytes(new byte[0]));
            }
            throw ApiError.badRequest("pod " + info.name() + " does not have a host assigned");
        }
        if (resources.getLatest(Node.RESOURCE, "", node).isEmpty()) {
            // Upstream calls the missing node a pod.
            throw ApiError.notFound(PODS, node);
        }
        throw ApiError.serviceUnavailable("the pods of node \"" + node + "\" run without containers: nothing to connect to");
    }

    /// Connections are made or not.
    static void refuseTrial(Query query) {
        if (query.has("dryRun")) {
            throw ApiError.badRequest("dryRun is not supported");
        }
    }

    private static void checkLogOptions(String pod, Query query) {
        Problems problems = new Problems();
        query.number("tailLines")
                .filter(lines -> lines < 0)
                .ifPresent(lines -> problems.invalid(
                        FieldPath.of("tailLines"), lines, "must be greater than or equal to 0"));
        query.number("limitBytes")
                .filter(bytes -> bytes < 1)
                .ifPresent(bytes -> problems.invalid(FieldPath.of("limitBytes"), bytes, "must be greater than 0"));
        if (query.has("sinceSeconds") && query.has("sinceTime")) {
            problems.forbidden(FieldPath.of("[]"), "at most one of `sinceTime` or `sinceSeconds` may be specified");
        } else {
            query.number("sinceSeconds")
                    .filter(seconds -> seconds < 1)
                    .ifPresent(seconds ->
                            problems.invalid(FieldPath.of("sinceSeconds"), seconds, "must be greater than 0"));
        }
        // Both streams apart are an alpha feature, off by default.
        if (query.has("stream")) {
            problems.forbidden(FieldPath.of("stream"), "may not be specified");
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid(LOG_OPTIONS, pod, problems.list());
        }
    }

    private static void checkContainer(String name, ObjectTree pod, String container) {
        List<String> containers = new ArrayList<>();
        for (String field : List.of("containers", "initContainers", "ephemeralContainers")) {
            pod.object("spec").list(field).objects().forEach(each -> containers.add(each.text("name")));
        }
        Optional<String> chosen = Optional.of(container)
                .filter(text -> !text.isEmpty())
                .or(() -> Optional.of(pod.object("metadata")
                                .object("annotations")
                                .text("kubectl.kubernetes.io/default-container"))
                        .filter(containers::contains));
        if (chosen.isEmpty() && pod.object("spec").list("containers").size() > 1) {
            List<String> main = pod.object("spec").list("containers").objects().stream()
                    .map(each -> each.text("name"))
                    .toList();
            throw ApiError.badRequest("a container name must be specified for pod " + name + ", choose one of: ["
                    + String.join(" ", main) + "]");
        }
        if (chosen.isPresent() && !containers.contains(chosen.get())) {
            throw ApiError.badRequest("container " + chosen.get() + " is not valid for pod " + name);
        }
    }
}
