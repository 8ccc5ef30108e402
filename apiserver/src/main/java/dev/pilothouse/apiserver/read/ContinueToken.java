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
/// @param after the last key of the page before, relative to where the keys of the list start
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
            throw invalid(e.getMessage());
        }
        if (!tree.text("v").equals(VERSION)) {
            throw invalid("server does not recognize this encoded version " + tree.text("v"));
        }
        if (tree.number("rv") == 0) {
            throw invalid("incorrect encoded start resourceVersion 0 (version meta.k8s.io/v1)");
        }
        String start = tree.text("start");
        if (start.isEmpty()) {
            throw invalid("encoded start key empty (version meta.k8s.io/v1)");
        }
        if (!isBelow(start)) {
            throw invalid(start);
        }
        String after = start.endsWith("\u0000") ? start.substring(0, start.length() - 1) : start;
        return new ContinueToken(tree.number("rv"), after.startsWith("/") ? after.substring(1) : after);
    }

    /// A key with steps that lead nowhere or upwards could point out of the list.
    private static boolean isBelow(String key) {
        for (String step : (key.startsWith("/") ? key.substring(1) : key).split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static ApiError invalid(String why) {
        return ApiError.badRequest("invalid continue token: continue key is not valid: " + why);
    }
}
