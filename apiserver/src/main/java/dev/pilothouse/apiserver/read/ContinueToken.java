package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Where the next page of a list starts: after a key, at the revision of the first page, or anywhere since that one is
/// forgotten (API concepts, "Retrieving large results sets in chunks").
///
/// @param revision the revision to read at; -1 for the newest
/// @param after the last key of the page before, relative to where the keys of the list start
record ContinueToken(long revision, String after) {
    private static final String VERSION = "meta.k8s.io/v1";

    /// As upstream writes it, so that a token that was cut or changed on its way breaks where upstream's would.
    String encode() {
        String text = "{\"v\":" + Json.text(Tree.of(VERSION)) + ",\"rv\":" + revision + ",\"start\":"
                + Json.text(Tree.of("/" + after + "\u0000")) + "}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static ContinueToken decode(String token) {
        int foreign = firstForeign(token);
        if (foreign >= 0) {
            throw invalid("illegal base64 data at input byte " + foreign);
        }
        ObjectTree tree;
        try {
            tree = typed(Json.parse(Base64.getUrlDecoder().decode(token)));
        } catch (MalformedJson e) {
            throw invalid(e.getMessage());
        }
        if (!tree.text("v").equals(VERSION)) {
            throw invalid("server does not recognize this encoded version " + tree.text("v"));
        }
        if (tree.number("rv") == 0) {
            throw invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
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

    /// Where the token stops being URL safe base64 without padding; -1 if it doesn't.
    private static int firstForeign(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean known = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (!known) {
                return i;
            }
        }
        return token.length() % 4 == 1 ? token.length() - 1 : -1;
    }

    /// The fields, unless one has another type than Go's reader expects; what is null or missing is empty.
    private static ObjectTree typed(Tree tree) {
        if (tree instanceof NullTree) {
            return ObjectTree.EMPTY;
        }
        if (!(tree instanceof ObjectTree fields)) {
            throw invalid("json: cannot unmarshal " + tree.type().json() + " into Go value of type storage.continueToken");
        }
        for (String field : List.of("v", "rv", "start")) {
            Tree value = fields.get(field);
            boolean number = field.equals("rv");
            if (!value.isAbsent() && !(value instanceof NullTree) && !(number ? value instanceof NumberTree : value instanceof TextTree)) {
                throw invalid("json: cannot unmarshal " + value.type().json() + " into Go struct field continueToken." + field
                        + " of type " + (number ? "int64" : "string"));
            }
        }
        return fields;
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
