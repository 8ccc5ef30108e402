package dev.pilothouse.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<String> HERE = List.of("https://here");
    private static final String TOKEN = "abcdef.0123456789abcdef";

    private final Map<String, String> content = new LinkedHashMap<>(Map.of(
            "token-id", "abcdef",
            "token-secret", "0123456789abcdef",
            "expiration", "2026-01-03T00:00:00Z",
            "usage-bootstrap-authentication", "true",
            "auth-extra-groups", "system:bootstrappers:kubeadm:default-node-token"));
    private String type = "bootstrap.kubernetes.io/token";

    private final BootstrapTokens tokens = new BootstrapTokens(
            (_, namespace, name) -> namespace.equals("kube-system") && name.equals("bootstrap-token-abcdef")
                    ? Optional.of(secret())
                    : Optional.empty(),
            HERE,
            () -> NOW,
            (_, _) -> new TokenAuthenticator.Verdict.Refused("nobody's"));

    private ObjectTree secret() {
        Map<String, String> encoded = new LinkedHashMap<>();
        content.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return ObjectTree.EMPTY.with("type", type).with("data", ObjectTree.of(encoded));
    }

    @Test
    void aTokenMakesItsHolderABootstrapper() {
        assertThat(tokens.identify(TOKEN, HERE))
                .isEqualTo(new TokenAuthenticator.Verdict.Known(
                        new Identity(
                                "system:bootstrap:abcdef",
                                "",
                                List.of("system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token"),
                                Map.of()),
                        HERE));
    }

    @ParameterizedTest
    @CsvSource({
        "expiration, 2026-01-02T03:04:05Z",
        "expiration, soon",
        "usage-bootstrap-authentication, false",
        "usage-bootstrap-authentication, ''",
        "token-secret, 0123456789abcdee",
        "token-id, abcdeg",
        "auth-extra-groups, system:masters",
        "auth-extra-groups, 'system:bootstrappers:a,system:masters'",
        "auth-extra-groups, system:bootstrappers:",
    })
    void aSecretThatSaysOtherwiseMakesItsTokenNobodys(String key, String value) {
        content.put(key, value);
        assertThat(tokens.identify(TOKEN, HERE)).isInstanceOf(TokenAuthenticator.Verdict.Refused.class);
    }

    @Test
    void aSecretOfAnotherTypeIsNone() {
        type = "Opaque";
        assertThat(tokens.identify(TOKEN, HERE)).isInstanceOf(TokenAuthenticator.Verdict.Refused.class);
    }

    @Test
    void aTokenThatNeverEndsIsGood() {
        content.remove("expiration");
        assertThat(tokens.identify(TOKEN, HERE)).isInstanceOf(TokenAuthenticator.Verdict.Known.class);
    }

    @ParameterizedTest
    @CsvSource({"abcdef.0123456789ABCDEF", "abcdef", "abcdef.0123456789abcdef0", "fedcba.0123456789abcdef"})
    void whatIsNoSuchTokenIsSomebodyElsesToKnow(String token) {
        assertThat(tokens.identify(token, HERE)).isEqualTo(new TokenAuthenticator.Verdict.Refused("nobody's"));
    }

    @Test
    void aTokenIsGoodForThisServerOnly() {
        assertThat(tokens.identify(TOKEN, List.of("https://elsewhere")))
                .isInstanceOf(TokenAuthenticator.Verdict.Refused.class);
    }
}
