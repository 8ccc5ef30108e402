package dev.pilothouse.app.home;

import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pem;
import dev.pilothouse.apiserver.pki.Pki;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;

/// The file that tells kubectl where the cluster is and proves who is calling. Certificates are inside, so that the file can be
/// copied; it is the owner's only.
///
/// @param authority signed the server's certificate
/// @param user as the file calls who calls
public record Kubeconfig(String server, X509Certificate authority, String user, KeyCertificate client) {
    /// The administrator's way in.
    public Kubeconfig(String server, Pki pki) {
        this(server, pki.authority().certificate(), "admin", pki.administrator());
    }

    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path next = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8)));
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    String text() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: pilothouse
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: %s
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                contexts:
                - name: pilothouse
                  context:
                    cluster: pilothouse
                    user: %s
                current-context: pilothouse
                """
                .formatted(
                        server,
                        base64(Pem.of(authority)),
                        user,
                        base64(Pem.of(client.certificate())),
                        base64(Pem.of(client.key(), client.certificate().getPublicKey())),
                        user);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The server's address is no secret; the rest is.
    @Override
    public String toString() {
        return "Kubeconfig[" + server + "]";
    }
}
