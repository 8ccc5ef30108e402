package dev.pilothouse.apiserver.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdentityLeaseTest {
    @Test
    void theNameIsThatWhichUpstreamGivesTheHost() {
        // SHA-256 of the name, the first 16 bytes in base 32.
        assertThat(IdentityLease.name("master-0")).isEqualTo("apiserver-aooqbml6cdih6uqrcqu7y7mc4i");
    }
}
