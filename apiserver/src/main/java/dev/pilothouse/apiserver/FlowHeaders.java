package dev.pilothouse.apiserver;

import dev.pilothouse.apiserver.flow.Classified;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;

/// Tells clients outside of the process which flow their request came in, by the identities of the objects that say so (API
/// priority and fairness, "Debugging").
final class FlowHeaders {
    private static final String SCHEMA = "X-Kubernetes-Pf-Flowschema-Uid";
    private static final String LEVEL = "X-Kubernetes-Pf-Prioritylevel-Uid";

    private FlowHeaders() {}

    static HttpResponse on(HttpResponse answer, HttpRequest request, Classified classified) {
        if (request.peer() instanceof HttpRequest.Peer.InProcess || classified.schema().uid().isEmpty()) {
            return answer;
        }
        return answer.withHeader(SCHEMA, classified.schema().uid())
                .withHeader(LEVEL, classified.level().object().uid());
    }
}
