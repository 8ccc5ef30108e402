package dev.pilothouse.store;

import dev.pilothouse.store.etcd.EtcdTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// Signs certificates for tests, with the JDK's own keytool.
final class TestAuthority {
    private static final String PASSWORD = "changeit";
    private static final String SELF = "authority";

    private final Path folder;
    private final Path store;

    TestAuthority(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("keys.p12");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        generate(SELF, "EC", "-ext", "bc:c", "-validity", "30");
    }

    /// @param key its algorithm
    /// @param more such as `-ext san=ip:127.0.0.1`
    EtcdTls.Identity sign(String name, String key, String... more) {
        generate(name, key, Stream.concat(Stream.of("-signer", SELF, "-validity", "30"), Arrays.stream(more)).toArray(String[]::new));
        return identity(name);
    }

    private void generate(String name, String key, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                key,
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private EtcdTls.Identity identity(String name) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return new EtcdTls.Identity(
                    Arrays.stream(keys.getCertificateChain(name)).map(X509Certificate.class::cast).toList(),
                    (PrivateKey) keys.getKey(name, PASSWORD.toCharArray()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate certificate() {
        return identity(SELF).chain().getFirst();
    }

    /// The flags of an etcd that shows this certificate, and asks for one of its clients.
    List<String> flags(EtcdTls.Identity server) {
        try {
            String name = server.chain().getFirst().getSerialNumber().toString();
            Path trusted = Files.writeString(folder.resolve("ca.crt"), pem("CERTIFICATE", certificate().getEncoded()));
            Path shown = Files.writeString(
                    folder.resolve(name + ".crt"), pem("CERTIFICATE", server.chain().getFirst().getEncoded()));
            Path key = Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", server.key().getEncoded()));
            return List.of(
                    "--cert-file=" + shown, "--key-file=" + key, "--trusted-ca-file=" + trusted, "--client-cert-auth=true");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
