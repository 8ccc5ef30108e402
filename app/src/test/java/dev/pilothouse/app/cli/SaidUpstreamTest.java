package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.app.flags.FlagTable;
import dev.pilothouse.app.flags.FlagValues;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaidUpstreamTest {
    private static Said said(String... words) {
        return new SaidUpstream(FlagValues.read(FlagTable.of("kube-apiserver"), List.of(words)));
    }

    @Test
    void allMembersOfEtcdAreKnown() {
        assertThat(new EtcdOptions(said("--etcd-servers=http://a:2379,http://b:2379", "--etcd-servers=http://c:2379"))
                        .settings()
                        .orElseThrow()
                        .endpoints())
                .containsExactly("http://a:2379", "http://b:2379", "http://c:2379");
    }

    @Test
    void withoutFlagsItIsAsUpstream() {
        Said nothing = said();
        assertThat(new EtcdOptions(nothing).settings()).isEmpty();
        assertThat(new EtcdOptions(nothing).compaction()).isEqualTo(Duration.ofMinutes(5));
        assertThat(ServingFlags.read(nothing).maxRequestsInflight()).isEqualTo(400);
        assertThat(ServingFlags.read(nothing).debugging().profiling()).isTrue();
        assertThat(ServingFlags.read(nothing).shutdown().delay()).isZero();
        assertThat(RequestHeaderFlags.read(nothing)).isEmpty();
    }

    @Test
    void whatIsSaidHolds() {
        Said words = said(
                "--goaway-chance=0.01", "--profiling=false", "--cors-allowed-origins=^a$,^b$", "--shutdown-delay-duration=5s");
        assertThat(ServingFlags.read(words).goawayChance()).isEqualTo(0.01);
        assertThat(ServingFlags.read(words).debugging().profiling()).isFalse();
        assertThat(ServingFlags.read(words).corsAllowedOrigins()).containsExactly("^a$", "^b$");
        assertThat(ServingFlags.read(words).shutdown().delay()).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> ServingFlags.read(said("--goaway-chance=0.5")))
                .hasMessage("--goaway-chance can not be less than 0 or greater than 0.02");
    }

    @Test
    void namesOfProxiesMeanNothingWithoutAnAuthority() {
        assertThat(RequestHeaderFlags.read(said("--requestheader-allowed-names=front-proxy-client")))
                .contains(RequestHeaders.NONE);
    }
}
