package dev.pilothouse.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final Pki own = pki();
    private Instant clock = NOW;
    private final ClientCertificates clients =
            ClientCertificates.signedBy(own.authority().certificate(), () -> clock);

    @Test
    void theNameIsTheUserAndTheOrganizationsAreTheGroups() {
        KeyCertificate jane = own.authority().forClient("jane", List.of("dev", "ops"));
        Identity identity = clients.identify(List.of(jane.certificate())).orElseThrow();
        assertThat(identity.user()).isEqualTo("jane");
        assertThat(identity.groups()).containsExactlyInAnyOrder("dev", "ops");
    }

    @Test
    void theAuthorityMayBeSentAlong() {
        assertThat(clients.identify(List.of(admin(own), own.authority().certificate()))).isPresent();
    }

    @Test
    void anotherAuthoritysClientIsNobodyThoughItSharesTheName() {
        Pki foreign = pki();
        assertThat(clients.identify(List.of(admin(foreign)))).isEmpty();
        assertThat(clients.identify(List.of(admin(foreign), foreign.authority().certificate()))).isEmpty();
        assertThat(clients.identify(List.of(admin(foreign), own.authority().certificate()))).isEmpty();
    }

    @Test
    void aCertificateOfAServerMakesNobodyAUser() {
        assertThat(clients.identify(List.of(own.serving().certificate()))).isEmpty();
    }

    @Test
    void nobodyIsKnownBeforeOrAfterTheTimeOfACertificateEvenIfItWasKnownOnce() {
        assertThat(clients.identify(List.of(admin(own)))).isPresent();
        clock = NOW.plus(Duration.ofDays(366));
        assertThat(clients.identify(List.of(admin(own)))).isEmpty();
        clock = NOW.minus(Duration.ofDays(1));
        assertThat(clients.identify(List.of(admin(own)))).isEmpty();
    }

    @Test
    void withoutAnAuthorityNobodyIsBelieved() {
        assertThat(ClientCertificates.none().identify(List.of(admin(own)))).isEmpty();
    }

    private static X509Certificate admin(Pki pki) {
        return pki.administrator().certificate();
    }

    private static Pki pki() {
        return Pki.create(ServingNames.with(List.of(), List.of()), InstantSource.fixed(NOW), new SecureRandom(), Runnable::run);
    }
}
