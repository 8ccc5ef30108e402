package dev.pilothouse.store.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Providers;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KmsTest {
    private static final String KEY = "/registry/secrets/default/a";

    @TempDir
    Path work;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Store plain = new MemoryStore(InstantSource.system());
    private TestPlugin plugin;
    private KmsProvider provider;
    private Store store;

    @BeforeEach
    void start() throws IOException {
        plugin = new TestPlugin(socket());
        provider = provider();
        store = with(provider);
        assertThat(provider.probe()).isEmpty();
    }

    @AfterEach
    void end() {
        provider.close();
        plugin.close();
    }

    private Path socket() {
        return work.resolve("kms.sock");
    }

    private KmsProvider provider() {
        return new KmsProvider(
                "plugin", new SocketKms(socket(), Duration.ofSeconds(2)), now::get, new SecureRandom());
    }

    private Store with(KmsProvider each) {
        return new EncryptedStore(
                plain,
                new Sealing(List.of(new Sealing.Rule("/registry/secrets/", new Providers(List.of(each))))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void pass(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }

    private void put(String value) {
        store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(KEY, bytes(value), 0))));
    }

    private Entry got() {
        return store.get(KEY).orElseThrow();
    }

    @Test
    void manyValuesTakeOneCallAndSayWhoSealedThem() {
        for (int i = 0; i < 50; i++) {
            put("value " + i);
        }
        assertThat(got().value()).isEqualTo(bytes("value 49"));
        assertThat(got().stale()).isFalse();
        byte[] stored = plain.get(KEY).orElseThrow().value();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .startsWith("k8s:enc:kms:v2:plugin:")
                .contains("key-1")
                .doesNotContain("value");
        assertThat(plugin.encryptions()).isOne();
        assertThat(plugin.decryptions()).isZero();
    }

    @Test
    void anotherServerAsksThePluginOnceForASeed() {
        put("v");
        try (KmsProvider other = provider()) {
            assertThat(other.probe()).isEmpty();
            Store second = with(other);
            assertThat(second.get(KEY).orElseThrow().value()).isEqualTo(bytes("v"));
            assertThat(second.get(KEY).orElseThrow().stale()).isFalse();
            assertThat(plugin.decryptions()).isOne();
        }
    }

    @Test
    void anotherKeyOfThePluginMakesTheOldValueStale() {
        put("v");
        plugin.useKey("key-2");
        assertThat(got().stale()).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(provider.probe()).isEmpty();
        assertThat(got().stale()).isTrue();
        put("v");
        assertThat(got().stale()).isFalse();
        assertThat(new String(plain.get(KEY).orElseThrow().value(), StandardCharsets.ISO_8859_1)).contains("key-2");
    }

    @Test
    void aPluginThatIsAwayStopsWritesAfterThreeMinutesAndNoReads() throws IOException {
        put("v");
        plugin.close();
        pass(Duration.ofMinutes(2));
        assertThat(provider.probe().orElseThrow()).contains("kmsv2 Provider plugin is not healthy");
        put("w");
        pass(Duration.ofMinutes(2));
        assertThatExceptionOfType(StoreException.Unusable.class)
                .isThrownBy(() -> put("x"))
                .withMessageContaining(KEY)
                .withMessageContaining("expired");
        assertThat(got().value()).isEqualTo(bytes("w"));
        plugin = new TestPlugin(socket());
        pass(Duration.ofSeconds(10));
        assertThat(provider.probe()).isEmpty();
        put("x");
        assertThat(got().value()).isEqualTo(bytes("x"));
    }

    @Test
    void aPluginThatIsUnwellSaysSo() {
        plugin.say("v2", "the vault is sealed");
        pass(Duration.ofMinutes(1));
        assertThat(provider.probe().orElseThrow()).contains("got unexpected healthz status: the vault is sealed");
        plugin.say("v3", "ok");
        pass(Duration.ofMinutes(1));
        assertThat(provider.probe().orElseThrow()).contains("expected KMSv2 API version v2, got v3");
        plugin.useKey("");
        plugin.say("v2", "ok");
        pass(Duration.ofMinutes(1));
        assertThat(provider.probe().orElseThrow()).contains("keyID is empty");
    }

    @Test
    void aValueIsReadByTheLayoutThatUpstreamWrites() throws GeneralSecurityException {
        EncryptedObject object = new EncryptedObject(
                bytes("sealed"), new Kms.Encrypted(bytes("seed"), "id", Map.of("a.b", bytes("c"))), true);
        // encryptedData=1, keyID=2, encryptedDEKSource=3, annotations=4 (key=1, value=2), encryptedDEKSourceType=5
        assertThat(object.bytes())
                .isEqualTo(bytes("\n\6sealed\22\2id\32\4seed\"\10\n\3a.b\22\1c(\1"));
        EncryptedObject again = EncryptedObject.read(object.bytes());
        assertThat(again.data()).isEqualTo(object.data());
        assertThat(again.source().annotations().get("a.b")).isEqualTo(bytes("c"));
        assertThat(again.seed()).isTrue();
        Seed seed = new Seed(new byte[32], new SecureRandom());
        byte[] sealed = seed.seal(bytes("v"), bytes(KEY));
        assertThat(sealed).hasSize(32 + 12 + 1 + 16);
        assertThat(seed.open(sealed, bytes(KEY))).isEqualTo(bytes("v"));
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> seed.open(sealed, bytes(KEY + "b")));
    }
}
