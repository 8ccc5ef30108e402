package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.networking.v1.ServiceCIDR;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Services in clusters that have addresses of one family, and of both.
class DualStackTest {
    private static final Key WEB = new Key("default", "web");

    private Optional<ControlPlane> cluster = Optional.empty();

    private Client with(String ranges) {
        ControlPlane started = ControlPlane.inMemory(
                Settings.standard().withParts(Settings.Parts.API_SERVER).withServiceRange(ranges));
        cluster = Optional.of(started);
        return started.administrator();
    }

    @AfterEach
    void end() {
        cluster.ifPresent(ControlPlane::close);
    }

    @Test
    void aServiceGainsAndLosesItsSecondAddressByItsPolicy() throws MalformedJson {
        Client admin = with("10.0.0.0/16,fd00::/108");
        assertThat(admin.get(ServiceCIDR.RESOURCE, new Key("", "kubernetes")).object("spec").list("cidrs").texts())
                .containsExactly("10.0.0.0/16", "fd00::/108");
        ObjectTree single = create(admin, "").object("spec");
        assertThat(single.list("ipFamilies").texts()).containsExactly("IPv4");
        String first = single.text("clusterIP");

        ObjectTree dual = patch(admin, "{\"ipFamilyPolicy\":\"PreferDualStack\"}").object("spec");
        List<String> both = dual.list("clusterIPs").texts();
        assertThat(dual.list("ipFamilies").texts()).containsExactly("IPv4", "IPv6");
        assertThat(both).hasSize(2).first().isEqualTo(first);
        assertThat(both.getLast()).startsWith("fd00::");
        assertThat(admin.get(IPAddress.RESOURCE, new Key("", both.getLast())))
                .satisfies(it -> assertThat(it.object("metadata").object("labels").text("ipaddress.kubernetes.io/ip-family"))
                        .isEqualTo("IPv6"))
                .satisfies(it -> assertThat(it.object("spec").object("parentRef").text("name")).isEqualTo("web"));

        ObjectTree again = patch(admin, "{\"ipFamilyPolicy\":\"SingleStack\"}").object("spec");
        assertThat(again.list("clusterIPs").texts()).containsExactly(first);
        assertThat(again.list("ipFamilies").texts()).containsExactly("IPv4");
        assertThat(taken(admin)).contains(first).doesNotContain(both.getLast());

        patch(admin, "{\"ipFamilyPolicy\":\"RequireDualStack\"}");
        admin.delete(Service.RESOURCE, WEB, Client.Deletion.PLAIN);
        assertThat(taken(admin)).containsExactly("10.0.0.1");
    }

    @Test
    void anAddressIsFreeWhenItsServiceNeedsNoneAnyMore() throws MalformedJson {
        Client admin = with("10.0.0.0/16,fd00::/108");
        create(admin, ",\"ipFamilyPolicy\":\"RequireDualStack\"");
        assertThat(taken(admin)).hasSize(3);
        patch(admin, "{\"type\":\"ExternalName\",\"externalName\":\"example.com\"}");
        assertThat(taken(admin)).containsExactly("10.0.0.1");
        assertThat(patch(admin, "{\"type\":\"ClusterIP\",\"externalName\":null}").object("spec").list("clusterIPs").texts())
                .hasSize(1);
    }

    @Test
    void theFirstRangeIsTheUsualOne() throws MalformedJson {
        Client admin = with("fd00::/108,10.0.0.0/16");
        assertThat(admin.get(Service.RESOURCE, new Key("default", "kubernetes")).object("spec").text("clusterIP"))
                .isEqualTo("fd00::1");
        ObjectTree spec = create(admin, ",\"ipFamilyPolicy\":\"PreferDualStack\",\"clusterIP\":\"fd00::77\"").object("spec");
        assertThat(spec.list("ipFamilies").texts()).containsExactly("IPv6", "IPv4");
        assertThat(spec.list("clusterIPs").texts()).first().isEqualTo("fd00::77");
        assertThatThrownBy(() -> admin.create(Service.RESOURCE, "default", service("other", ",\"clusterIP\":\"fd00::77\"")))
                .hasMessageContaining("spec.clusterIPs: Invalid value: [\"fd00::77\"]: failed to allocate IP fd00::77:"
                        + " provided IP is already allocated");
    }

    @Test
    void aClusterOfOneFamilyHasNoOther() throws MalformedJson {
        Client admin = with("fd00::/108");
        assertThat(create(admin, "").object("spec").text("clusterIP")).startsWith("fd00::");
        assertThatThrownBy(() -> patch(admin, "{\"ipFamilyPolicy\":\"RequireDualStack\"}"))
                .hasMessage("Service \"web\" is invalid: spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this"
                        + " cluster is not configured for dual-stack services");
        assertThatThrownBy(() -> admin.create(Service.RESOURCE, "default", service("other", ",\"ipFamilies\":[\"IPv4\"]")))
                .hasMessage("Service \"other\" is invalid: spec.ipFamilies[0]: Invalid value: \"IPv4\": not configured on"
                        + " this cluster");
    }

    private static List<String> taken(Client admin) {
        return admin.list(IPAddress.RESOURCE, "", "").stream()
                .map(address -> address.object("metadata").text("name"))
                .toList();
    }

    private static ObjectTree create(Client admin, String more) throws MalformedJson {
        return admin.create(Service.RESOURCE, "default", service("web", more));
    }

    private static ObjectTree service(String name, String more) throws MalformedJson {
        return Json.parse("{\"metadata\":{\"name\":\"" + name
                        + "\"},\"spec\":{\"selector\":{\"app\":\"web\"},\"ports\":[{\"port\":80}]" + more + "}}")
                .asObject();
    }

    private static ObjectTree patch(Client admin, String spec) throws MalformedJson {
        return admin.merge(
                Service.RESOURCE, WEB, "", Json.parse("{\"spec\":" + spec + "}").asObject());
    }
}
