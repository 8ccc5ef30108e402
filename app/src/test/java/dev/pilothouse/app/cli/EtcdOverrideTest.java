package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.flags.FlagTable;
import dev.pilothouse.app.flags.FlagValues;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdOverrideTest {
    private static EtcdOptions options(String... words) {
        return new EtcdOptions(new SaidUpstream(FlagValues.read(FlagTable.of("kube-apiserver"), List.of(words))));
    }

    @Test
    void severalServersStandBehindOneResource() {
        assertThat(options(
                                "--etcd-servers=http://a:2379",
                                "--etcd-servers-overrides=/pods#http://b:2379;http://c:2379,/events#http://d:2379",
                                "--etcd-servers-overrides=apps/deployments#http://e:2379")
                        .overrides())
                .containsExactly(
                        new EtcdOverride("", "pods", List.of("http://b:2379", "http://c:2379")),
                        new EtcdOverride("", "events", List.of("http://d:2379")),
                        new EtcdOverride("apps", "deployments", List.of("http://e:2379")));
        assertThat(options("--etcd-servers=http://a:2379", "--etcd-servers-overrides=").overrides()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "events#http://a", "/events#", "/events#http://a;", "a/b/c#http://a", "/a#http://a#b", "/a#http://a,x"})
    void whatHasAnotherFormIsRefused(String text) {
        assertThatThrownBy(() -> options("--etcd-servers=http://a", "--etcd-servers-overrides=" + text).overrides())
                .isInstanceOf(Refusal.class)
                .hasMessage("--etcd-servers-overrides invalid, must be of format: group/resource#servers, where servers are"
                        + " URLs, semicolon separated");
    }

    @Test
    void thereMustBeAnEtcdForTheRest() {
        assertThatThrownBy(() -> options("--etcd-servers-overrides=/events#http://a").overrides())
                .hasMessage("--etcd-servers-overrides goes with --etcd-servers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/events             | events/",
                "/nodes              | minions/",
                "/endpoints          | services/endpoints/",
                "/services           | services/specs/ ranges/",
                "/apiServerIPInfo    | masterleases/",
                "apps/deployments    | deployments/",
                "networking.k8s.io/ipaddresses | ipaddresses/",
                // Those are the same objects as the core group's, which says where they are.
                "events.k8s.io/events | ''",
                // The servers of these groups are others.
                "apiextensions.k8s.io/customresourcedefinitions | ''",
                "apiregistration.k8s.io/* | ''",
                "example.com/widgets | ''",
                "/nothing            | ''",
            })
    void aResourceIsWhereItIsStored(String name, String paths) {
        assertThat(EtcdOverride.parse(name + "#http://a").prefixes())
                .containsExactlyInAnyOrderElementsOf(paths.isEmpty()
                        ? List.of()
                        : List.of(paths.split(" ")).stream().map("/registry/"::concat).toList());
    }

    @Test
    void aStarMeansAllOfTheGroup() {
        assertThat(EtcdOverride.parse("apps/*#http://a").prefixes())
                .containsExactlyInAnyOrder(
                        "/registry/controllerrevisions/", "/registry/daemonsets/", "/registry/deployments/",
                        "/registry/replicasets/", "/registry/statefulsets/");
        assertThat(EtcdOverride.parse("/*#http://a").prefixes())
                .contains("/registry/pods/", "/registry/events/", "/registry/ranges/", "/registry/masterleases/")
                .doesNotContain("/registry/deployments/");
    }
}
