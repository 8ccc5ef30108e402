package dev.pilothouse.controllers.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortOrderTest {
    private static final ObjectTree DNS = port("u", 53, "UDP");
    private static final ObjectTree SIGNALS = port("s", 54, "SCTP");

    @Test
    void sortsPortsOfASubsetAsUpstreamDoes() {
        assertThat(PortOrder.ofSubset(List.of(SIGNALS, DNS)).objects()).containsExactly(DNS, SIGNALS);
    }

    @Test
    void sortsPortsByTheirHashAndNotByTheirNames() {
        ObjectTree web = port("web", 80, "TCP");
        ObjectTree admin = port("a", 8080, "TCP");
        ObjectTree metrics = port("b", 9090, "TCP");
        assertThat(PortOrder.ofSubset(List.of(metrics, web, admin)).objects())
                .isEqualTo(PortOrder.ofSubset(List.of(admin, web, metrics)).objects())
                .containsSubsequence(admin, metrics);
    }

    @Test
    void sortsPortsOfASliceAsUpstreamDoes() {
        assertThat(PortOrder.ofSlice(List.of(DNS, SIGNALS)).objects()).containsExactly(SIGNALS, DNS);
    }

    private static ObjectTree port(String name, long number, String protocol) {
        return ObjectTree.EMPTY.with("name", name).with("port", number).with("protocol", protocol);
    }
}
