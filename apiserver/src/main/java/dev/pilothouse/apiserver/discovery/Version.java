package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.metrics.Sink;

/// The version that clients adapt to: that of the Kubernetes behaviour which is served.
public final class Version {
    static final String GIT_VERSION = "v1.36.3+pilothouse";

    /// What upstream's components call the version of their binary.
    static final String BINARY = GIT_VERSION.substring(1);

    private static final String COMPONENT = "kube";
    private static final String MAJOR = "1";
    private static final String MINOR = "36";
    static final String EMULATED = MAJOR + "." + MINOR;
    static final String GO_VERSION = "none";
    private static final String MIN_COMPATIBILITY_MINOR = "35";
    private static final String GIT_COMMIT = "unknown";
    private static final String GIT_TREE_STATE = "clean";
    private static final String BUILD_DATE = "1970-01-01T00:00:00Z";
    private static final String COMPILER = "javac";
    private static final String PLATFORM = "java/" + Runtime.version().feature();

    private Version() {}

    /// The version as metrics have it.
    public static void tell(Sink sink) {
        sink.value(
                Families.BUILD, 1, BUILD_DATE, COMPILER, GIT_COMMIT, GIT_TREE_STATE, GIT_VERSION, GO_VERSION, MAJOR, MINOR, PLATFORM);
        sink.value(Families.VERSIONS, 1, EMULATED, COMPONENT, EMULATED, MAJOR + "." + MIN_COMPATIBILITY_MINOR);
    }

    static HttpResponse answer() {
        ObjectTree version = ObjectTree.builder()
                .put("major", MAJOR)
                .put("minor", MINOR)
                .put("emulationMajor", MAJOR)
                .put("emulationMinor", MINOR)
                .put("minCompatibilityMajor", MAJOR)
                .put("minCompatibilityMinor", MIN_COMPATIBILITY_MINOR)
                .put("gitVersion", GIT_VERSION)
                .put("gitCommit", GIT_COMMIT)
                .put("gitTreeState", GIT_TREE_STATE)
                .put("buildDate", BUILD_DATE)
                .put("goVersion", GO_VERSION)
                .put("compiler", COMPILER)
                .put("platform", PLATFORM)
                .build();
        // People look at this one: it is laid out for them whoever asks.
        return HttpResponse.of(200, "application/json", new HttpResponse.Payload.Bytes(Json.indented(version)));
    }
}
