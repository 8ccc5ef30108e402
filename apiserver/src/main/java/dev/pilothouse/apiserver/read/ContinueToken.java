package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Base64;

/// Where the next page of a list starts: after a key, at the revision of the first page, or anywhere since that one is
/// forgotten (API concepts, "Retrieving large results sets in chunks").
///
/// @param revision the revision to read at; -1 for the newest
/// @param after the last key of the page before, relative to the resource's prefix
record ContinueToken(long revision, String after) {
    private static final String VERSION = "meta.k8s.io/v1";

    String encode() {
        ObjectTree tree = ObjectTree.builder()
                .put("v", VERSION)
                .put("rv", revision)
                .put("start", after + "\u0000")
                .build();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(tree));
    }

    static ContinueToken decode(String token) {
        ObjectTree tree;
        try {
            tree = Json.parse(Base64.getUrlDecoder().decode(token)).asObject();
        } catch (IllegalArgumentException | MalformedJson e) {
            throw ApiError.badRequest("continue key is not valid: " + e.getMessage());
        }
        if (!tree.text("v").equals(VERSION)) {
            throw ApiError.badRequest("continue key is not valid: server does not recognize this encoded version "
                    + tree.get("v"));
        }
        String start = tree.text("start");
        if (start.isEmpty()) {
            throw ApiError.badRequest(
                    "continue key is not valid: encoded start key empty (version meta.k8s.io/v1)");
        }
        if (tree.number("rv") == 0) {
            throw ApiError.badRequest(
                    "continue key is not valid: incorrect encoded start resourceVersion 0 (version meta.k8s.io/v1)");
        }
        String after = start.endsWith("\u0000") ? start.substring(0, start.length() - 1) : start;
        if (after.startsWith("/") || after.contains("../")) {
            throw ApiError.badRequest("continue key is not valid: " + start);
        }
        return new ContinueToken(tree.number("rv"), after);
    }
}
