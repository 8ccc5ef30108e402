package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.RandomUid;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.util.List;
import java.util.random.RandomGenerator;

/// What stands in the header of every answer that leaves the process: by which id the request is found again, that nobody on
/// the way may keep the answer unless it says otherwise, and what the operator tells browsers about plain HTTP.
final class CommonHeaders {
    /// As much of a client's own id as upstream keeps.
    private static final int AUDIT_ID_LENGTH = 64;

    private final RandomGenerator random;
    private final String transportSecurity;

    /// @param transportSecurity directives of `Strict-Transport-Security` (RFC 6797); none for no such field
    CommonHeaders(RandomGenerator random, List<String> transportSecurity) {
        this.random = random;
        this.transportSecurity = String.join("; ", transportSecurity);
    }

    HttpResponse on(HttpResponse answer, HttpRequest request) {
        if (request.peer() instanceof HttpRequest.Peer.InProcess) {
            return answer;
        }
        HttpResponse named = named(answer, request);
        boolean saysItself = answer.headers().keySet().stream().anyMatch("Cache-Control"::equalsIgnoreCase);
        HttpResponse kept = saysItself ? named : named.withHeader("Cache-Control", "no-cache, private");
        return transportSecurity.isEmpty() ? kept : kept.withHeader("Strict-Transport-Security", transportSecurity);
    }

    /// Of an answer that says only by which id its request is found again.
    HttpResponse named(HttpResponse answer, HttpRequest request) {
        return answer.withHeader("Audit-Id", auditId(request));
    }

    private String auditId(HttpRequest request) {
        String given = request.headers().first("audit-id").orElse("");
        if (given.isEmpty()) {
            return RandomUid.of(random);
        }
        return given.substring(0, Math.min(given.length(), AUDIT_ID_LENGTH));
    }
}
