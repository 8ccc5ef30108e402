package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.AccountTokens;
import dev.pilothouse.apiserver.authentication.TokenKey;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.util.List;
import java.util.Map;

/// What others need to check service account tokens on their own (OpenID Connect Discovery 1.0, RFC 7517).
public final class TokenDocuments {
    private static final String KEYS = "/openid/v1/jwks";
    private static final String CONFIGURATION = "/.well-known/openid-configuration";

    /// Upstream's: keys change seldom.
    private static final String CACHE = "public, max-age=3600";

    private TokenDocuments() {}

    /// @param advertisedAddress host and port at which the keys can be fetched, unless that is said elsewhere
    public static Map<String, Discovery.Page> pages(TokenKey key, AccountTokens accounts, String advertisedAddress) {
        ObjectTree constant = ObjectTree.builder()
                .put("issuer", accounts.issuer())
                .put("jwks_uri", accounts.keysAddress().orElse("https://" + advertisedAddress + KEYS))
                .put("response_types_supported", ListTree.ofTexts(List.of("id_token")))
                .put("subject_types_supported", ListTree.ofTexts(List.of("public")))
                .build();
        return Map.of(
                CONFIGURATION,
                // A key that is still being made is waited for by who asks, and not by the server's start.
                _ -> document(
                        constant.with("id_token_signing_alg_values_supported", ListTree.ofTexts(key.algorithms())),
                        "application/json"),
                KEYS,
                _ -> document(key.publicKeys(), "application/jwk-set+json"));
    }

    private static HttpResponse document(ObjectTree content, String type) {
        return new HttpResponse.Whole(
                200, Map.of("cache-control", List.of(CACHE)), type, new HttpResponse.Payload.Bytes(Json.write(content)));
    }
}
