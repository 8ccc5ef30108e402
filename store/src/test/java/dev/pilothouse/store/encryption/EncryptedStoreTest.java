package dev.pilothouse.store.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.Event;
import dev.pilothouse.store.Range;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.StoreException;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.Watch;
import dev.pilothouse.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EncryptedStoreTest {
    private static final String KEY = "/registry/secrets/default/a";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Store plain = new MemoryStore(() -> Instant.EPOCH);

    private Store with(Provider... providers) {
        return new EncryptedStore(
                plain,
                new Sealing(List.of(new Sealing.Rule("/registry/secrets/", new Providers(Arrays.asList(providers))))));
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return key;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static List<Provider> all() {
        return List.of(
                Aes.cbc("k", key(1), RANDOM), Aes.gcm("k", key(1), RANDOM), new SecretBox("k", key(1), RANDOM));
    }

    private Store below(String root, Provider provider) {
        return new EncryptedStore(
                plain, new Sealing(List.of(new Sealing.Rule("/registry/secrets/", new Providers(List.of(provider)))), root));
    }

    @Test
    void aValueBelongsToTheKeyThatItHasWhereItIsKept() throws Exception {
        Aes provider = Aes.gcm("k", key(1), RANDOM);
        below("/mine", provider).commit(Transaction.create(KEY, bytes("secret")));
        byte[] value = plain.get(KEY).orElseThrow().value();
        byte[] rest = Arrays.copyOfRange(value, provider.prefix().length(), value.length);
        assertThat(provider.open(rest, bytes("/mine/secrets/default/a"))).isEqualTo(bytes("secret"));
        assertThatExceptionOfType(StoreException.Unreadable.class).isThrownBy(() -> below("/theirs", provider).get(KEY));
    }

    @Test
    void whatWasBroughtFromUnderTheUsualKeysOpensAndIsStale() {
        Aes provider = Aes.gcm("k", key(1), RANDOM);
        with(provider).commit(Transaction.create(KEY, bytes("secret")));
        Entry opened = below("/mine", provider).get(KEY).orElseThrow();
        assertThat(opened.value()).isEqualTo(bytes("secret"));
        assertThat(opened.stale()).isTrue();
    }

    @Test
    void whatIsSealedIsNothingToReadWhereNobodySaysByWhichKey() throws InterruptedException {
        with(Aes.gcm("k", key(1), RANDOM)).commit(Transaction.create(KEY, bytes("secret")));
        Store without = new EncryptedStore(plain, new Sealing(List.of()));
        assertThatExceptionOfType(StoreException.Unreadable.class)
                .isThrownBy(() -> without.get(KEY))
                .withMessage("unable to transform key \"" + KEY
                        + "\": identity transformer tried to read encrypted data (k8s:enc:aesgcm:v1:k:)");
        try (Watch watch = without.watch("/registry/", plain.revision())) {
            assertThatExceptionOfType(StoreException.Unreadable.class)
                    .isThrownBy(() -> watch.next(Duration.ofSeconds(5)));
        }
        plain.commit(Transaction.create("/registry/configmaps/default/a", bytes("plain")));
        assertThat(without.get("/registry/configmaps/default/a").orElseThrow().value()).isEqualTo(bytes("plain"));
    }

    @Test
    void everyProviderHidesWhatItReadsAgain() throws InterruptedException {
        for (Provider provider : all()) {
            plain.commit(new Transaction(List.of(), List.of(new Transaction.Change.Delete(KEY))));
            for (int length : new int[] {0, 1, 15, 16, 17, 63, 64, 65, 1_000}) {
                String value = "s".repeat(length);
                Store store = with(provider);
                long revision = store.revision();
                store.commit(new Transaction(List.of(), List.of(new Transaction.Change.Put(KEY, bytes(value), 0))));
                String stored = text(plain.get(KEY).orElseThrow().value());
                assertThat(stored).startsWith(provider.prefix());
                if (length > 4) {
                    assertThat(stored).doesNotContain(value);
                }
                assertThat(text(store.get(KEY).orElseThrow().value())).isEqualTo(value);
                assertThat(text(store.range(Range.of("/registry/secrets/")).entries().getFirst().value()))
                        .isEqualTo(value);
                Event.Put put = (Event.Put) store.watch("/registry/", revision + 1).next(Duration.ZERO).getFirst();
                assertThat(text(put.entry().value())).isEqualTo(value);
                assertThat(put.entry().stale()).isFalse();
            }
        }
    }

    @Test
    void otherKeysPassAsTheVeryArraysThatTheyAre() {
        byte[] value = bytes("x");
        Store store = with(all().getFirst());
        store.commit(Transaction.create("/registry/pods/default/a", value));
        assertThat(store.get("/registry/pods/default/a").orElseThrow().value()).isSameAs(value);
    }

    @Test
    void aRotatedKeyReadsTheOldValueAndMarksItStale() {
        Provider old = Aes.gcm("old", key(1), RANDOM);
        Provider fresh = new SecretBox("new", key(2), RANDOM);
        with(old).commit(Transaction.create(KEY, bytes("v")));
        Entry entry = with(fresh, old).get(KEY).orElseThrow();
        assertThat(text(entry.value())).isEqualTo("v");
        assertThat(entry.stale()).isTrue();
        with(fresh, old).commit(Transaction.update(KEY, bytes("v"), entry.modRevision()));
        assertThat(with(fresh, old).get(KEY).orElseThrow().stale()).isFalse();
        assertThat(text(with(fresh).get(KEY).orElseThrow().value())).isEqualTo("v");
    }

    @Test
    void plainValuesOfBeforeAreReadAndStale() {
        plain.commit(Transaction.create(KEY, bytes("v")));
        assertThat(with(all().getFirst(), new Identity()).get(KEY).orElseThrow().stale())
                .isTrue();
        with(new Identity()).commit(Transaction.update(KEY, bytes("w"), 2));
        assertThat(text(plain.get(KEY).orElseThrow().value())).isEqualTo("w");
    }

    @Test
    void aWrongKeyIsNamedByTheObjectItCannotRead() {
        with(Aes.gcm("k", key(1), RANDOM)).commit(Transaction.create(KEY, bytes("v")));
        assertThatExceptionOfType(StoreException.Unreadable.class)
                .isThrownBy(() -> with(Aes.gcm("k", key(2), RANDOM)).get(KEY))
                .withMessageContaining(KEY)
                .withMessageContaining("k8s:enc:aesgcm:v1:k:");
        assertThatExceptionOfType(StoreException.Unreadable.class)
                .isThrownBy(() -> with(new Identity()).get(KEY))
                .withMessage("unable to transform key \"" + KEY + "\": no matching prefix found for k8s:enc:aesgcm:v1:k:");
    }

    @Test
    void aValueThatWasMovedToAnotherKeyDoesNotOpen() {
        Store store = with(Aes.gcm("k", key(1), RANDOM));
        store.commit(Transaction.create(KEY, bytes("v")));
        plain.commit(Transaction.create(KEY + "b", plain.get(KEY).orElseThrow().value()));
        assertThatExceptionOfType(StoreException.Unreadable.class).isThrownBy(() -> store.get(KEY + "b"));
    }

    @Test
    void aWatchNamesWhatItCannotReadAndGoesOnBehindIt() throws InterruptedException {
        Store store = with(Aes.gcm("k", key(1), RANDOM));
        Watch watch = store.watch("/registry/", 0);
        store.commit(Transaction.create("/registry/pods/default/a", bytes("p")));
        plain.commit(Transaction.create(KEY, bytes("never sealed")));
        store.commit(Transaction.create(KEY + "b", bytes("v")));
        plain.commit(Transaction.delete(KEY, 3));
        assertThat(watch.next(Duration.ZERO)).extracting(Event::key).containsExactly("/registry/pods/default/a");
        assertThat(watch.revision()).isEqualTo(2);
        assertThatExceptionOfType(StoreException.Unreadable.class)
                .isThrownBy(() -> watch.next(Duration.ZERO))
                .satisfies(it -> assertThat(it.key()).isEqualTo(KEY));
        List<Event> rest = watch.next(Duration.ZERO);
        assertThat(rest).extracting(Event::key).containsExactly(KEY + "b", KEY);
        assertThat(rest.getLast().previous()).isEmpty();
        assertThat(watch.revision()).isEqualTo(5);
    }

    /// The vector of NaCl's own tests (`secretbox.c`).
    @Test
    void secretBoxIsNacls() {
        HexFormat hex = HexFormat.of();
        byte[] key = hex.parseHex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
        byte[] nonce = hex.parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        byte[] message = hex.parseHex("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a"
                + "1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a"
                + "024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705");
        byte[] box = new SecretBox("k", key, RANDOM).box(message, nonce);
        assertThat(hex.formatHex(box))
                .isEqualTo("f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a"
                        + "c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae"
                        + "90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74"
                        + "e355a5");
    }
}
