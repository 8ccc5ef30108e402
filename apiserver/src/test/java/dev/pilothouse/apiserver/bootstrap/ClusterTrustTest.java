package dev.pilothouse.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.pki.Pem;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterTrustTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(4000));

    private final Pki ours = pki(NOW);
    private final Pki theirs = pki(NOW);

    @Test
    void aServerWritesDownWhomItBelieves() {
        assertThat(trust(ours, "proxy").joined(ObjectTree.EMPTY, NOW).texts())
                .hasSize(6)
                .containsEntry("client-ca-file", Pem.of(ours.authority().certificate()))
                .containsEntry("requestheader-client-ca-file", Pem.of(ours.frontProxy().authority()))
                .containsEntry("requestheader-allowed-names", "[\"proxy\"]")
                .containsEntry("requestheader-username-headers", "[\"X-Remote-User\"]")
                .containsEntry("requestheader-group-headers", "[\"X-Remote-Group\"]")
                .containsEntry("requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]");
    }

    @Test
    void serversAddToWhatOthersBelieve() {
        ObjectTree first = trust(theirs, "their").joined(ObjectTree.EMPTY, NOW);
        ObjectTree both = trust(ours, "our").joined(first, NOW);
        assertThat(both.texts())
                .containsEntry(
                        "client-ca-file",
                        Pem.of(theirs.authority().certificate()) + Pem.of(ours.authority().certificate()))
                .containsEntry("requestheader-allowed-names", "[\"their\",\"our\"]")
                .containsEntry("requestheader-username-headers", "[\"X-Remote-User\"]");
        assertThat(trust(theirs, "their").joined(both, NOW)).as("nothing to add").isEqualTo(both);
    }

    @Test
    void authoritiesWhoseTimeIsOverAndWhatNobodyCanReadAreLeftOut() {
        ObjectTree old = trust(theirs, "their").joined(ObjectTree.EMPTY, NOW);
        Pki fresh = pki(LATER);
        assertThat(trust(fresh, "our").joined(old, LATER).text("client-ca-file"))
                .isEqualTo(Pem.of(fresh.authority().certificate()));
        ObjectTree spoiled = ObjectTree.EMPTY
                .with("client-ca-file", "nonsense")
                .with("requestheader-allowed-names", "their")
                .with("unknown", "key");
        assertThat(trust(ours, "our").joined(spoiled, NOW))
                .isEqualTo(trust(ours, "our").joined(ObjectTree.EMPTY, NOW));
    }

    @Test
    void withoutProxiesThereIsNoWordOfThem() {
        ClusterTrust alone = new ClusterTrust(List.of(ours.authority().certificate()), RequestHeaders.NONE);
        assertThat(alone.joined(ObjectTree.EMPTY, NOW).names()).containsExactly("client-ca-file");
    }

    private static ClusterTrust trust(Pki pki, String proxy) {
        return new ClusterTrust(
                List.of(pki.authority().certificate()), RequestHeaders.of(pki.frontProxy().authority(), proxy));
    }

    private static Pki pki(Instant now) {
        return Pki.create(
                ServingNames.with(List.of(), List.of()), InstantSource.fixed(now), new SecureRandom(), Runnable::run);
    }
}
