package dev.pilothouse.apiserver.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Keys and certificates as files: `name.crt` and `name.key`, named as kubeadm names them. Private ones are readable by their
/// owner only, from the first moment on.
final class PkiFolder {
    /// A leaf that ends sooner is made anew at start.
    private static final Duration RENEWAL = Duration.ofDays(60);

    private final Path folder;
    private final InstantSource clock;

    PkiFolder(Path folder, InstantSource clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    Optional<KeyCertificate> find(String name) throws IOException {
        Path file = folder.resolve(name + ".crt");
        Optional<PrivateKey> key = privateKey(name);
        if (key.isEmpty() || !Files.exists(file)) {
            return Optional.empty();
        }
        X509Certificate certificate = PemFiles.certificates(file).getFirst();
        // A crash between the two files of a renewal leaves halves of two pairs.
        return Optional.of(new KeyCertificate(certificate, key.get())).filter(KeyCertificate::isPair);
    }

    Optional<PrivateKey> privateKey(String name) throws IOException {
        Path file = folder.resolve(name + ".key");
        return Files.exists(file) ? Optional.of(PemFiles.privateKey(file)) : Optional.empty();
    }

    /// The authority that is kept, or else a new one.
    ///
    /// @param commonName of a new one
    /// @throws IOException also when there is a certificate without its key: it must not be made anew
    CertificateAuthority authority(String name, String commonName, SecureRandom random) throws IOException {
        Optional<KeyCertificate> kept = find(name);
        if (kept.isPresent()) {
            return CertificateAuthority.of(kept.get(), clock, random);
        }
        Path file = folder.resolve(name + ".crt");
        if (Files.exists(file)) {
            throw new IOException(file + " is there without its key " + name + ".key: nothing can be signed with it");
        }
        CertificateAuthority made = CertificateAuthority.create(commonName, clock, random);
        keep(name, made.self());
        return made;
    }

    /// A file to lock while the folder is looked at and filled.
    FileChannel lock() throws IOException {
        return FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /// Whether a leaf is this authority's and lasts for a while yet.
    boolean isFresh(KeyCertificate leaf, CertificateAuthority authority) {
        try {
            leaf.certificate().verify(authority.certificate().getPublicKey());
        } catch (GeneralSecurityException foreign) {
            return false;
        }
        return leaf.certificate().getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWAL));
    }

    void keep(String name, KeyCertificate made) throws IOException {
        write(name + ".key", Pem.of(made.key()), "rw-------");
        write(name + ".crt", Pem.of(made.certificate()), "rw-r--r--");
    }

    /// Keeps a pair without a certificate and answers it.
    KeyPair keep(String name, KeyPair made) throws IOException {
        write(name + ".key", Pem.of(made.getPrivate()), "rw-------");
        write(name + ".pub", Pem.of(made.getPublic()), "rw-r--r--");
        return made;
    }

    /// Whole or not at all: a crash between two bytes must not leave half a key.
    private void write(String name, String content, String permissions) throws IOException {
        Path file = folder.resolve(name);
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            return;
        }
        Path next = folder.resolve(name + ".new");
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
