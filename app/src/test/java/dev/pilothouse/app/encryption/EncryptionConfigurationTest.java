package dev.pilothouse.app.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.store.Transaction;
import dev.pilothouse.store.disk.DiskStore;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Sealing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EncryptionConfigurationTest {
    private static final String GOOD = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @TempDir
    Path work;

    private List<Sealing.Rule> read(String resources, String providers) throws IOException {
        return EncryptionConfiguration.read(
                Files.writeString(
                        work.resolve("c.yaml"),
                        "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources: ["
                                + resources + "]\n  providers: [" + providers + "]\n"),
                new SecureRandom());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secrets | /registry/secrets/",
                "deployments.apps | /registry/deployments/",
                "services | /registry/services/specs/",
                "widgets.example.com | /registry/example.com/widgets/",
                "'*.*' | /registry/",
            })
    void aResourceIsFoundWhereItIsKept(String name, String prefix) throws IOException {
        assertThat(read("\"" + name + "\"", "{identity: {}}").stream().map(Sealing.Rule::prefix))
                .containsExactly(prefix);
    }

    @Test
    void aStarBeforeAGroupIsAllOfIt() throws IOException {
        assertThat(read("\"*.apps\"", "{identity: {}}").stream().map(Sealing.Rule::prefix))
                .contains("/registry/deployments/", "/registry/replicasets/", "/registry/apps/")
                .doesNotContain("/registry/pods/");
        assertThat(read("\"*.\"", "{identity: {}}").stream().map(Sealing.Rule::prefix))
                .contains("/registry/pods/", "/registry/secrets/")
                .doesNotContain("/registry/deployments/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{aescbc: {keys: [{name: a, secret: c2hvcnQ=}]}} | expected length, got 5, expected one of [16 24 32]",
                "{secretbox: {keys: [{name: a, secret: MDEyMzQ1Njc4OWFiY2RlZg==}]}} | got 16, expected one of [32]",
                "{aesgcm: {keys: [{name: a, secret: '?'}]}} | secrets must be base64 encoded",
                "{aesgcm: {keys: [{secret: MDEyMzQ1Njc4OWFiY2RlZg==}]}} | keys[0].name: Required value",
                "{aesgcm: {keys: []}} | Required value",
                "{kms: {name: p, endpoint: 'unix:///x'}} | KMSv1 is deprecated",
                "{kms: {apiVersion: v2, endpoint: 'unix:///x'}} | name is a mandatory field",
                "{kms: {apiVersion: v2, name: 'a:b', endpoint: 'unix:///x'}} | must not contain ':'",
                "{kms: {apiVersion: v2, name: p, endpoint: 'http://x/y'}} | unsupported scheme \"http\" for KMS provider",
                "{kms: {apiVersion: v2, name: p, endpoint: 'unix:///x', timeout: 0s}} | should be a positive value",
                "{rot13: {}} | Unsupported value: \"rot13\"",
                "'{identity: {}, aesgcm: {keys: []}}' | exactly one provider",
            })
    void nonsenseIsRefusedByItsPlaceAndWithoutTheKey(String providers, String says) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> read("secrets", providers))
                .withMessageContaining(says)
                .withMessageContaining("resources[0].providers[0]")
                .withMessageNotContaining("MDEy");
    }

    @Test
    void aStarAloneIsRefused() {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> read("\"*\"", "{secretbox: {keys: [{name: a, secret: " + GOOD + "}]}}"));
    }

    @Test
    void secretsOfANewClusterAreNowhereInItsStore() throws IOException {
        SecureRandom random = new SecureRandom();
        Path file = NewKey.in(work.resolve("encryption.yaml"), random);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        byte[] first = Files.readAllBytes(file);
        assertThat(Files.readAllBytes(NewKey.in(file, random))).isEqualTo(first);
        String hidden = "do-not-find-me";
        DiskStore disk = DiskStore.open(
                work.resolve("store"), InstantSource.system(), task -> Thread.ofPlatform().start(task));
        try (EncryptedStore store = new EncryptedStore(disk, new Sealing(EncryptionConfiguration.read(file, random)))) {
            store.commit(Transaction.create("/registry/secrets/default/a", hidden.getBytes(StandardCharsets.UTF_8)));
            store.commit(Transaction.create("/registry/configmaps/default/a", "find-me".getBytes(StandardCharsets.UTF_8)));
        }
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(work.resolve("store"))) {
            for (Path each : files.toList()) {
                all.append(Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(all.toString()).contains("find-me").doesNotContain(hidden);
    }
}
