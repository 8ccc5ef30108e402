package dev.pilothouse.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.Store;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.memory.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EtcdStoresTest {
    private static final String EVENTS = "/registry/events/";
    private static final String PODS = "/registry/pods/";
    private static final String MAPS = "/registry/configmaps/";

    private final List<List<String>> opened = new ArrayList<>();

    private Store open(String... overrides) {
        return EtcdStores.open(
                EtcdSettings.of(List.of("http://a:2379", "http://b:2379")),
                Stream.of(overrides).map(EtcdOverride::parse).toList(),
                settings -> {
                    opened.add(settings.endpoints());
                    return new MemoryStore(InstantSource.system());
                });
    }

    @Test
    void whatIsKeptElsewhereIsInAStoreOfItsOwn() {
        Store store = open("/events#http://c:2379", "/pods#http://c:2379");
        assertThat(opened).containsExactly(List.of("http://a:2379", "http://b:2379"), List.of("http://c:2379"));
        assertThat(store.others()).containsExactly(store.keeping(EVENTS));
        assertThat(store.keeping(PODS)).isSameAs(store.keeping(EVENTS));
        assertThat(store.keeping(MAPS)).isNotSameAs(store.keeping(EVENTS));
    }

    @Test
    void whoNamesTheServersOfEverythingElseMeansTheSameStore() {
        Store store = open("/events#http://b:2379/;a:2379");
        assertThat(opened).hasSize(1);
        assertThat(store.others()).isEmpty();
        assertThat(store.keeping(EVENTS)).isSameAs(store.keeping(MAPS));
    }

    @Test
    void oneResourceOfAGroupThatIsElsewhereMayStay() {
        Store store = open("/*#http://c:2379", "/pods#http://a:2379;http://b:2379");
        assertThat(opened).hasSize(2);
        assertThat(store.keeping(PODS)).isSameAs(store.keeping(""));
        assertThat(store.others()).containsExactly(store.keeping(MAPS));
    }
}
