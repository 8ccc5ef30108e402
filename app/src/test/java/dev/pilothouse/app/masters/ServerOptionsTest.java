package dev.pilothouse.app.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.apiserver.storage.AtRest;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.apiserver.upkeep.Membership;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagTable;
import dev.pilothouse.app.flags.FlagValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerOptionsTest {
    @TempDir
    private static Path pki;

    @BeforeAll
    static void thereAreKeys() throws IOException, GeneralSecurityException {
        Pki keys = Pki.open(
                pki,
                ServingNames.with(List.of(), List.of()),
                InstantSource.system(),
                new SecureRandom(),
                Runnable::run);
        keys.makeTokenKey();
        Files.writeString(pki.resolve("tokens.csv"), "s3cret,ann,u1,\"ops,dev\"\n");
        Files.writeString(pki.resolve("short.csv"), "s3cret,ann\n");
        KeyPair odd = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Base64.Encoder lines = Base64.getMimeEncoder();
        Files.writeString(
                pki.resolve("ed.key"),
                "-----BEGIN PRIVATE KEY-----\n" + lines.encodeToString(odd.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(
                pki.resolve("ed.pub"),
                "-----BEGIN PUBLIC KEY-----\n" + lines.encodeToString(odd.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    /// As kubeadm writes it, but for what the tests are about.
    private static ServerOptions read(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "--advertise-address=192.0.2.7",
                "--allow-privileged=true",
                "--authorization-mode=Node,RBAC",
                "--client-ca-file=PKI/ca.crt",
                "--enable-admission-plugins=NodeRestriction",
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-key-file=PKI/sa.pub",
                "--service-account-signing-key-file=PKI/sa.key",
                "--service-cluster-ip-range=10.96.0.0/12",
                "--tls-cert-file=PKI/apiserver.crt",
                "--tls-private-key-file=PKI/apiserver.key"));
        Stream.of(more).filter(word -> !word.isEmpty()).forEach(line::add);
        List<String> words =
                line.stream().map(word -> word.replace("PKI", pki.toString())).toList();
        return ServerOptions.of(
                FlagValues.read(FlagTable.of("kube-apiserver"), words),
                new ServerOptions.Common(ServingOptions.USUAL, RequestHeaders.NONE, AtRest.plain(StorageFormat.TREE)),
                Machine.withoutStore());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--secure-port=0 | --secure-port 0 must be between 1 and 65535, inclusive. It cannot be turned off with 0",
                "--authorization-mode=Any | authorization-mode \"Any\" is not a valid mode",
                "--authorization-mode=RBAC | authorization-mode \"RBAC\" has mode specified more than once",
                "--authorization-mode=Webhook | authorization-mode \"Webhook\" isn't possible here: Node, RBAC, AlwaysAllow and AlwaysDeny are",
                "--enable-admission-plugins=Frob | enable-admission-plugins plugin \"Frob\" is unknown",
                "--disable-admission-plugins=NodeRestriction | [NodeRestriction] in enable-admission-plugins and disable-admission-plugins overlapped",
                "--service-cluster-ip-range=10.0.0.0 | service-cluster-ip-range is not a valid cidr",
                "--service-cluster-ip-range=10.0.0.0/x | service-cluster-ip-range is not a valid cidr",
                "--service-cluster-ip-range=10.0.0.0/8 | specified --service-cluster-ip-range is too large; for 32-bit addresses, the mask must be >= 12",
                "--service-cluster-ip-range=10.0.0.0/16,fd00::/108,fd01::/108 | --service-cluster-ip-range must not contain more than two entries",
                "--service-cluster-ip-range=fd00::/108,fd01::/108 | --service-cluster-ip-range[0] and --service-cluster-ip-range[1] must be of different IP family",
                "--service-cluster-ip-range=fd00::/32 | specified --service-cluster-ip-range is too large; for 128-bit addresses, the mask must be >= 64",
                "--service-cluster-ip-range=fd00::/126 | the service cluster IP range must be at least 8 IP addresses",
                "--service-cluster-ip-range=10.0.0.0/30 | the service cluster IP range must be at least 8 IP addresses",
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local | service-account-issuer \"https://kubernetes.default.svc.cluster.local\" was specified multiple times",
                "--service-account-signing-key-file= | --service-account-signing-key-file, --service-account-issuer, and --api-audiences should be specified together",
                "--service-account-max-token-expiration=5m | the service-account-max-token-expiration must be between 1 hour and 2^32 seconds",
                "--storage-backend=etcd2 | --storage-backend invalid, allowed values: etcd3. If not specified, it will default to 'etcd3'",
                "--endpoint-reconciler-type=frob | --endpoint-reconciler-type must be lease or none, not \"frob\"",
                "--feature-gates=Frob=true | unrecognized feature gate: Frob",
            })
    void whatMakesNoSenseIsRefusedInUpstreamsWords(String flag, String message) {
        assertThatThrownBy(() -> read(flag)).isInstanceOf(FlagError.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client-ca-file           | absent.crt           | there is no such file",
                "client-ca-file           | ca.key               | PKI/ca.key holds no certificate",
                "tls-cert-file            | sa.pub               | PKI/sa.pub holds no certificate",
                "tls-private-key-file     | admin.key            | the private key doesn't match the public key in PKI/apiserver.crt",
                "service-account-key-file | ed.pub               | holds an EdDSA key; tokens are signed with RSA and ECDSA keys",
                "service-account-signing-key-file | ed.key       | PKI/ed.key holds an EdDSA key where an RSA or ECDSA key belongs",
                "token-auth-file          | short.csv            | must have at least 3 columns (token, user name, user uid), found 2",
            })
    void aFileThatCanNotBeUsedIsNamedWithItsFlag(String flag, String file, String why) {
        assertThatThrownBy(() -> read("--" + flag + "=PKI/" + file))
                .isInstanceOf(Refusal.class)
                .hasMessage("--" + flag + " " + pki.resolve(file) + ": " + why.replace("PKI", pki.toString()));
    }

    @Test
    void whatKubeadmWritesIsUnderstood() {
        ServerOptions options = read();
        assertThat(options.where().address()).isEqualTo("192.0.2.7");
        assertThat(options.where().port()).isEqualTo(6443);
        assertThat(options.where().serviceAddress()).isEqualTo("10.96.0.1");
        assertThat(options.network().bind()).isEqualTo("0.0.0.0");
        assertThat(options.reconciler()).isEqualTo(new Membership.Reconciler.Lease());
        assertThat(options.settings().callers().accounts().audiences())
                .containsExactly("https://kubernetes.default.svc.cluster.local");
        assertThat(options.settings().callers().anonymous()).isTrue();
        assertThat(options.settings().events().ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(options.settings().ranges().firstNodePort()).isEqualTo(30_000);
    }

    @Test
    void tokensAreSignedWithAnEllipticCurveKeyAndKnownByAllKeys() {
        assertThat(read("--service-account-signing-key-file=PKI/ca.key", "--service-account-key-file=PKI/ca.key")
                        .settings()
                        .callers()
                        .accounts()
                        .tokenKey()
                        .algorithms())
                .containsExactly("ES256", "RS256");
    }

    @Test
    void flagsAreShownAsTheyAreInEffect() {
        assertThat(read("--external-hostname=api.example.com", "--v=3", "--advertise-address=192.0.2.9").settings().flags())
                .containsEntry("advertise-address", "192.0.2.9")
                .containsEntry("enable-admission-plugins", "[NodeRestriction]")
                .containsEntry("disable-admission-plugins", "[]")
                .containsEntry("event-ttl", "1h0m0s")
                .containsEntry("profiling", "true")
                .containsEntry("v", "3");
    }

    @Test
    void pluginsThatAreAskedForByNameAreKnown() {
        assertThat(read("--enable-admission-plugins=AlwaysPullImages,AlwaysAdmit").settings().policy().asked())
                .containsExactlyInAnyOrder("NodeRestriction", "AlwaysPullImages");
    }

    @Test
    void aRangeBeginsWhereItsMaskSays() {
        assertThat(read("--service-cluster-ip-range=10.96.3.4/12").where().serviceAddress()).isEqualTo("10.96.0.1");
        assertThat(read("--service-cluster-ip-range=fd00:0::5/108,10.96.3.4/12").where())
                .satisfies(where -> assertThat(where.serviceRange()).isEqualTo("fd00::/108,10.96.0.0/12"))
                .satisfies(where -> assertThat(where.serviceAddress()).isEqualTo("fd00::1"));
    }

    @ParameterizedTest
    @CsvSource({"30000-30010, 30000, 30010", "31000+5, 31000, 31005", "31000, 31000, 31000"})
    void nodePortsAreReadInAllForms(String range, int first, int last) {
        ServerOptions options = read("--service-node-port-range=" + range);
        assertThat(options.settings().ranges().firstNodePort()).isEqualTo(first);
        assertThat(options.settings().ranges().lastNodePort()).isEqualTo(last);
    }

    @Test
    void pluginsAreThoseThatAreUsualAndThoseThatAreNamed() {
        ServerOptions options = read("--disable-admission-plugins=PodSecurity,ResourceQuota");
        assertThat(options.settings().policy().plugins())
                .accepts("NodeRestriction", "NamespaceLifecycle", "ServiceAccount")
                .rejects("PodSecurity", "ResourceQuota", "AlwaysPullImages");
    }

    @Test
    void containersMayBePrivilegedWhereThatIsSaid() {
        assertThat(read().settings().policy().privileged()).isTrue();
        assertThat(read("--allow-privileged=false").settings().policy().privileged()).isFalse();
    }

    @Test
    void tokensThatAreWrittenDownAreKnown() {
        assertThat(read("--token-auth-file=PKI/tokens.csv").settings().callers().tokens())
                .hasSize(1)
                .hasEntrySatisfying("s3cret", identity -> {
                    assertThat(identity.user()).isEqualTo("ann");
                    assertThat(identity.uid()).isEqualTo("u1");
                    assertThat(identity.groups()).containsExactly("ops", "dev");
                });
    }

    @Test
    void nothingSecretIsShown() {
        assertThat(read("--token-auth-file=PKI/tokens.csv").toString()).doesNotContain("s3cret", "PrivateKey");
    }

    @Test
    void whoeverMayDoEverythingMustSayWhoHeIs() {
        List<String> line = List.of(
                "--service-account-issuer=https://issuer", "--service-account-signing-key-file=" + pki.resolve("sa.key"));
        ServerOptions options = ServerOptions.of(
                FlagValues.read(FlagTable.of("kube-apiserver"), line),
                new ServerOptions.Common(ServingOptions.USUAL, RequestHeaders.NONE, AtRest.plain(StorageFormat.TREE)),
                Machine.withoutStore());
        assertThat(options.settings().callers().anonymous()).isFalse();
    }
}
