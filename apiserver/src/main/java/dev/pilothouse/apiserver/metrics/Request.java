package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.Resolved;
import java.util.Locale;

/// A request as its labels say it.
record Request(
        String component, String dryRun, String group, String resource, String scope, String subresource, String verb, String version) {
    static final String[] LABELS = {"component", "group", "resource", "scope", "subresource", "verb", "version"};
    static final String[] LABELS_WITH_DRY_RUN = {
        "component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version"
    };
    static final String[] LABELS_WITH_CODE = {
        "code", "component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version"
    };

    static Request of(Resolved request) {
        RequestInfo info = request.info();
        return new Request(
                "apiserver",
                dryRun(request.query().text("dryRun")),
                info.groupVersion().group(),
                info.resource(),
                scope(info),
                info.subresource(),
                verb(request),
                info.groupVersion().version());
    }

    /// Only what is known becomes a label: their number must stay small.
    private static String dryRun(String asked) {
        return asked.isEmpty() || asked.equals("All") ? asked : "invalid";
    }

    private static String scope(RequestInfo info) {
        if (!info.name().isEmpty() || info.verb().equals("create")) {
            return "resource";
        }
        return info.namespace().isEmpty() ? "cluster" : "namespace";
    }

    /// As upstream names them here: by HTTP method where the API's verb says no more, and an apply by its own name.
    private static String verb(Resolved request) {
        return switch (request.info().verb()) {
            case "create" -> "POST";
            case "update" -> "PUT";
            case "patch" -> request.raw().headers().first("content-type").orElse("").startsWith("application/apply-patch")
                    ? "APPLY"
                    : "PATCH";
            case String verb -> verb.toUpperCase(Locale.ROOT);
        };
    }

    String[] values() {
        return new String[] {component, group, resource, scope, subresource, verb, version};
    }

    String[] valuesWithDryRun() {
        return new String[] {component, dryRun, group, resource, scope, subresource, verb, version};
    }

    String[] valuesWithCode(int code) {
        return new String[] {
            Integer.toString(code), component, dryRun, group, resource, scope, subresource, verb, version
        };
    }
}
