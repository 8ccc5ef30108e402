package dev.pilothouse.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.RemoteCalls;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallCountsTest {
    @Test
    void whatIsAskedIsCountedByMethodAndHowItEnded() {
        try (FakeMember member = new FakeMember();
                EtcdStore store = EtcdStore.open(EtcdSettings.of(List.of(member.endpoint())))) {
            RemoteCalls opening = range(store);
            store.get("/a");
            store.get("/b");
            long asked = opening.started() + 2;
            assertThat(range(store))
                    .isEqualTo(new RemoteCalls(
                            "etcdserverpb.KV", "Range", "unary", asked, asked, asked, Map.of("OK", asked)));
        }
    }

    @Test
    void theStoreIsAsLargeAsItsMemberSays() {
        try (FakeMember member = new FakeMember();
                EtcdStore store = EtcdStore.open(EtcdSettings.of(List.of(member.endpoint())))) {
            assertThat(store.sizeBytes()).hasValue(FakeMember.SIZE);
            member.lives = false;
            assertThat(store.sizeBytes()).isEmpty();
        }
    }

    private static RemoteCalls range(EtcdStore store) {
        return store.remoteCalls().stream()
                .filter(calls -> calls.method().equals("Range"))
                .findFirst()
                .orElseThrow();
    }
}
