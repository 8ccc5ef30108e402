package dev.pilothouse.apiserver;

import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.Resolved;
import java.util.Locale;

/// What a request asks for, as its labels say it: the same for many requests.
record Request(String dryRun, String group, String resource, String scope, String subresource, String verb, String version) {
    private static final String COMPONENT = "apiserver";

    static Request of(Resolved request) {
        RequestInfo info = request.info();
        return new Request(
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

    /// As upstream names them here: by HTTP method where the API's verb says no more, an apply by its own name, and what connects the
    /// client with something else by that.
    private static String verb(Resolved request) {
        String verb = request.info().verb();
        if (request.info().isLongRunning() && !verb.equals("watch")) {
            return "CONNECT";
        }
        return switch (verb) {
            case "get" -> "GET";
            case "list" -> "LIST";
            case "watch" -> "WATCH";
            case "create" -> "POST";
            case "update" -> "PUT";
            case "delete" -> "DELETE";
            case "patch" -> request.raw().headers().first("content-type").orElse("").startsWith("application/apply-patch")
                    ? "APPLY"
                    : "PATCH";
            default -> verb.toUpperCase(Locale.ROOT);
        };
    }

    boolean isRead() {
        return verb.equals("GET") || verb.equals("LIST");
    }

    /// Whether unknown fields are asked about.
    boolean isWrite() {
        return verb.equals("POST") || verb.equals("PUT") || verb.equals("PATCH") || verb.equals("APPLY");
    }

    /// The verb as upstream names it where sizes of bodies are told.
    String bodyVerb() {
        return switch (verb) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH", "APPLY" -> "patch";
            case "DELETECOLLECTION" -> "delete_collection";
            default -> verb.toLowerCase(Locale.ROOT);
        };
    }

    String[] values() {
        return new String[] {COMPONENT, group, resource, scope, subresource, verb, version};
    }

    String[] valuesWithDryRun() {
        return new String[] {COMPONENT, dryRun, group, resource, scope, subresource, verb, version};
    }

    String[] valuesWithCode(int code) {
        return new String[] {
            Integer.toString(code), COMPONENT, dryRun, group, resource, scope, subresource, verb, version
        };
    }
}
