package dev.pilothouse.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FrontProxiesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));
    private static final Map<String, List<String>> JANE = Map.of(
            "X-Remote-User", List.of("jane", "joe"),
            "X-Remote-Uid", List.of("17"),
            "X-Remote-Group", List.of("dev", "ops"),
            "x-remote-extra-scopes", List.of("read", "write"),
            "X-Remote-Extra-acme.com%2Fproject%2Bteam", List.of("x"),
            "X-Remote-Extra-50%", List.of("y"));

    private final Pki pki =
            Pki.create(ServingNames.with(List.of(), List.of()), CLOCK, new SecureRandom(), Runnable::run);
    private final X509Certificate proxy = pki.frontProxy().client().certificate();
    private final RequestHeaders usual = RequestHeaders.of(pki.frontProxy().authority(), "front-proxy-client");

    @Test
    void aProxyNamesItsClient() {
        Identity jane = identity(usual, JANE, proxy);
        assertThat(jane.user()).isEqualTo("jane");
        assertThat(jane.uid()).as("no field is trusted for it").isEmpty();
        assertThat(jane.groups()).containsExactly("dev", "ops");
        assertThat(jane.extra())
                .containsOnly(
                        Map.entry("scopes", List.of("read", "write")),
                        Map.entry("acme.com/project+team", List.of("x")),
                        Map.entry("50%", List.of("y")));
    }

    @Test
    void theFirstFieldThatSaysSomethingCountsAndGroupsAreAdded() {
        RequestHeaders several = new RequestHeaders(
                usual.authorities(),
                List.of(),
                List.of("X-User", "X-Remote-User"),
                List.of("X-Uid", "X-Remote-Uid"),
                List.of("X-Remote-Group", "X-More"),
                List.of());
        Identity jane = identity(
                several,
                Map.of(
                        "X-User", List.of(""),
                        "X-Remote-User", List.of("jane"),
                        "X-Remote-Uid", List.of("17"),
                        "X-Remote-Group", List.of("dev", ""),
                        "X-More", List.of("ops"),
                        "X-Remote-Extra-scopes", List.of("read")),
                proxy);
        assertThat(jane).isEqualTo(new Identity("jane", "17", List.of("dev", "ops"), Map.of()));
    }

    @Test
    void nobodyElseSpeaksForOthers() {
        FrontProxies proxies = new FrontProxies(usual, CLOCK);
        Headers jane = new Headers(JANE);
        assertThat(proxies.identify(jane, List.of(pki.administrator().certificate()))).isEmpty();
        assertThat(new FrontProxies(RequestHeaders.of(pki.frontProxy().authority(), "another"), CLOCK)
                        .identify(jane, List.of(proxy)))
                .as("a name that isn't allowed")
                .isEmpty();
        assertThat(new FrontProxies(RequestHeaders.NONE, CLOCK).identify(jane, List.of(proxy))).isEmpty();
        // The proxies' authority says who is a proxy, and no more than that.
        assertThat(proxies.identify(Headers.NONE, List.of(proxy))).isEmpty();
    }

    private static Identity identity(
            RequestHeaders settings, Map<String, List<String>> fields, X509Certificate certificate) {
        return new FrontProxies(settings, CLOCK)
                .identify(new Headers(fields), List.of(certificate))
                .orElseThrow();
    }
}
