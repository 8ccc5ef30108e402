package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse;

/// The version that clients adapt to: that of the Kubernetes behaviour which is served.
final class Version {
    static final String GIT_VERSION = "v1.36.3+pilothouse";

    private Version() {}

    static HttpResponse answer() {
        ObjectTree version = ObjectTree.builder()
                .put("major", "1")
                .put("minor", "36")
                .put("emulationMajor", "1")
                .put("emulationMinor", "36")
                .put("minCompatibilityMajor", "1")
                .put("minCompatibilityMinor", "35")
                .put("gitVersion", GIT_VERSION)
                .put("gitCommit", "unknown")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "none")
                .put("compiler", "javac")
                .put("platform", "java/" + Runtime.version().feature())
                .build();
        // People look at this one: it is laid out for them whoever asks.
        return HttpResponse.of(200, "application/json", new HttpResponse.Payload.Bytes(Json.indented(version)));
    }
}
