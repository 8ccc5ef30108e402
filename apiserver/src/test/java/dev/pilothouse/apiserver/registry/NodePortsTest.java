package dev.pilothouse.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.store.Outcome;
import dev.pilothouse.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodePortsTest {
    private final MemoryStore store = new MemoryStore(InstantSource.system());
    private final Set<Integer> ofServices = new HashSet<>();
    private final NodePorts one = new NodePorts(store, StorageFormat.PROTOBUF, 30_000, 32_767, () -> ofServices);
    private final NodePorts other = new NodePorts(store, StorageFormat.YAML, 30_000, 32_767, () -> ofServices);

    @Test
    void theRecordIsWhatGoWritesForARangeAllocation() {
        BitSet taken = new BitSet();
        taken.set(0);
        taken.set(9);
        byte[] bytes = new RangeRecord("30000-32767", taken).bytes(StorageFormat.PROTOBUF);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).startsWith("k8s\0\n\u0015\n\u0002v1\u0012\u000fRangeAllocation");
        assertThat(HexFormat.of().formatHex(bytes))
                .endsWith("12230a100a0012001a0022002a00320038004200" + "120b33303030302d3332373637" + "1a020201" + "1a002200");
        assertThat(RangeRecord.read(bytes)).isEqualTo(new RangeRecord("30000-32767", taken));
    }

    /// Go writes bytes in Base64 and leaves out what is empty; a set bit 9 and a set bit 0 are 0x0201.
    @Test
    void theRecordHasTheFormOfAllObjects() {
        BitSet taken = new BitSet();
        taken.set(0);
        taken.set(9);
        RangeRecord record = new RangeRecord("30000-32767", taken);
        assertThat(new String(record.bytes(StorageFormat.JSON), StandardCharsets.UTF_8))
                .startsWith("{")
                .contains("\"data\":\"AgE=\"", "\"kind\":\"RangeAllocation\"", "\"range\":\"30000-32767\"")
                .endsWith("}\n");
        assertThat(new String(record.bytes(StorageFormat.YAML), StandardCharsets.UTF_8)).contains("data: AgE=\n");
        for (StorageFormat format : StorageFormat.values()) {
            assertThat(RangeRecord.read(record.bytes(format))).isEqualTo(record);
        }
        byte[] another = "{\"kind\":\"RangeAllocation\",\"apiVersion\":\"v1\",\"metadata\":{},\"range\":\"30000-32767\",\"data\":\"AgE=\"}\n"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(RangeRecord.read(another)).isEqualTo(record);
    }

    @Test
    void whatIsNoRecordIsRefused() {
        for (String garbage : new String[] {"garbage", "{\"kind\":\"Pod\"}", "{\"kind\":\"RangeAllocation\",\"data\":\"!\"}", "k8s\0x"}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> RangeRecord.read(garbage.getBytes(StandardCharsets.UTF_8)))
                    .withMessageContaining("no range of numbers");
        }
    }

    @Test
    void aPortIsTakenOnce() {
        NodePorts.Held seen = one.held();
        assertThat(store.commit(one.taking(seen, Set.of(30_005)))).isInstanceOf(Outcome.Committed.class);
        assertThat(store.commit(other.taking(seen, Set.of(30_005)))).isInstanceOf(Outcome.Conflict.class);
        assertThat(other.isTaken(other.held(), 30_005)).isTrue();
        other.free(Set.of(30_005));
        assertThat(one.isTaken(one.held(), 30_005)).isFalse();
    }

    @Test
    void aPortThatAServiceWasGivenMeanwhileIsNotFreed() {
        store.commit(one.taking(one.held(), Set.of(30_005, 30_006)));
        ofServices.add(30_005);
        one.free(Set.of(30_005, 30_006));
        assertThat(one.isTaken(one.held(), 30_005)).isTrue();
        assertThat(one.isTaken(one.held(), 30_006)).isFalse();
    }

    @Test
    void portsOfAStoreWithoutARecordAreThoseOfItsServices() {
        ofServices.add(30_007);
        assertThat(one.isTaken(one.held(), 30_007)).isTrue();
        assertThat(one.isTaken(one.held(), 30_008)).isFalse();
    }

    @Test
    void aPortThatNoServiceHasIsFreedWhenItIsSeenTwice() {
        store.commit(one.taking(one.held(), Set.of(30_001, 30_002)));
        ofServices.add(30_001);
        one.repair();
        assertThat(one.isTaken(one.held(), 30_002)).isTrue();
        one.repair();
        assertThat(one.isTaken(one.held(), 30_002)).isFalse();
        assertThat(one.isTaken(one.held(), 30_001)).isTrue();
    }

    @Test
    void aPortThatAServiceHasIsTakenWhateverTheRecordSaid() {
        store.commit(one.taking(one.held(), Set.of()));
        ofServices.add(31_000);
        one.repair();
        assertThat(one.isTaken(one.held(), 31_000)).isTrue();
    }
}
