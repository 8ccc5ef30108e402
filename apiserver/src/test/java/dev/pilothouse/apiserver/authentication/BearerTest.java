package dev.pilothouse.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.http.Headers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In the tables, `P.` stands for the prefix of a protocol that carries a token, and `dG9rZW4` for `token`.
class BearerTest {
    private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";

    private static Bearer of(String protocols, String upgrade) {
        return Bearer.of(new Headers(Map.of(
                "Connection", List.of("keep-alive, Upgrade"),
                "Upgrade", List.of(upgrade),
                "Sec-WebSocket-Protocol", List.of(protocols.replace("P.", PREFIX).split(";")))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            P.dG9rZW4, mine              | token
            mine, P.dG9rZW4              | token
            mine;P.dG9rZW4               | token
            P.dG9rZW4                    | broken
            P.dG9rZW4, P.dG9rZW4, mine   | broken
            P.dG9rZW4=, mine             | broken
            P.dG9rZW4+, mine             | broken
            P.w, mine                    | broken
            P._w, mine                   | broken
            P., mine                     | none
            P.                           | none
            mine                         | none
            mine, other                  | none
            xP.dG9rZW4, mine             | none
            """)
    void aScriptSendsItsTokenAsAProtocolBesideAnother(String protocols, String found) {
        Bearer expected =
                switch (found) {
                    case "token" -> new Bearer(List.of("token"), false);
                    case "broken" -> new Bearer(List.of(), true);
                    default -> new Bearer(List.of(), false);
                };
        assertThat(of(protocols, "WebSocket")).isEqualTo(expected);
    }

    @Test
    void aProtocolProvesNothingWhereNoWebSocketIsWanted() {
        assertThat(of("P.dG9rZW4, mine", "h2c")).isEqualTo(new Bearer(List.of(), false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Bearer token, token", "bearer  token, token", "BEARER token , token", "Basic token, ''", "Bearer, ''", "'', ''"})
    void aHeaderCarriesOneAfterItsScheme(String authorization, String token) {
        assertThat(Bearer.of(new Headers(Map.of("Authorization", List.of(authorization)))))
                .isEqualTo(new Bearer(token.isEmpty() ? List.of() : List.of(token), false));
    }
}
