package dev.pilothouse.apiserver.pki;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/// All that proves identities in one cluster: the authority, the server's own certificate, the administrator's, what front
/// proxies have, and the key that signs service account tokens.
///
/// The token key is RSA, because clients are told RS256; making one takes up to half a second, so that it is made when somebody
/// asks for it, or has time.
public final class Pki {
    private static final String NAME = "kubernetes";
    private static final String SERVER = "kube-apiserver";
    private static final String ADMINISTRATOR = "admin";
    private static final String MASTERS = "system:masters";
    private static final int RSA_BITS = 2048;

    private final CertificateAuthority authority;
    private final KeyCertificate serving;
    private final KeyCertificate administrator;
    private final FrontProxy frontProxy;
    private final FutureTask<KeyPair> tokenKey;
    private final Executor executor;

    private Pki(
            CertificateAuthority authority,
            KeyCertificate serving,
            KeyCertificate administrator,
            FrontProxy frontProxy,
            Callable<KeyPair> tokenKey,
            Executor executor) {
        this.authority = authority;
        this.serving = serving;
        this.administrator = administrator;
        this.frontProxy = frontProxy;
        this.tokenKey = new FutureTask<>(tokenKey);
        this.executor = executor;
    }

    /// Everything new, for a cluster that lives as long as its process.
    ///
    /// @param executor makes the token key when [#makeTokenKey] asks for it
    public static Pki create(ServingNames names, InstantSource clock, SecureRandom random, Executor executor) {
        CertificateAuthority authority = CertificateAuthority.create(NAME, clock, random);
        return new Pki(
                authority,
                authority.forServer(SERVER, names),
                authority.forClient(ADMINISTRATOR, List.of(MASTERS)),
                FrontProxy.create(clock, random),
                () -> newTokenKey(random),
                executor);
    }

    /// What the folder holds. What is missing is made; a leaf that is about to end, or doesn't stand for all the names, is made
    /// anew, so that only an authority that ends after ten years asks for a hand.
    ///
    /// @throws IOException when the folder can't be read or written, or holds something else under these names
    public static Pki open(
            Path folder, ServingNames names, InstantSource clock, SecureRandom random, Executor executor)
            throws IOException {
        PkiFolder files = new PkiFolder(folder, clock);
        Optional<PrivateKey> kept = files.privateKey("sa");
        Callable<KeyPair> tokenKey =
                () -> kept.isPresent() ? pairOf(kept.get(), folder.resolve("sa.key")) : files.keep("sa", newTokenKey(random));
        return of(
                files.authority("ca", NAME, random), FrontProxy.open(files, random), files, names, tokenKey, executor);
    }

    /// The same for one of several masters: authorities and token key are in a folder that all of them have, or a copy of it;
    /// what is this server's alone is in its own. Whoever comes first makes what is missing, while the others wait.
    ///
    /// @throws IOException also when the common folder holds an authority and no token key: half a copy would make tokens that
    ///     no other master believes
    public static Pki open(
            Path common, Path own, ServingNames names, InstantSource clock, SecureRandom random, Executor executor)
            throws IOException {
        PkiFolder files = new PkiFolder(common, clock);
        try (FileChannel channel = files.lock();
                FileLock _ = channel.lock()) {
            Optional<PrivateKey> kept = files.privateKey("sa");
            if (kept.isEmpty() && files.find("ca").isPresent()) {
                throw new IOException(common + " holds ca.key and no sa.key: copy sa.key from where ca.key is from, or make"
                        + " one with `openssl genrsa -out sa.key 2048` if no master has any");
            }
            KeyPair tokenKey = kept.isPresent() ? pairOf(kept.get(), common.resolve("sa.key")) : files.keep("sa", newTokenKey(random));
            return of(
                    files.authority("ca", NAME, random),
                    FrontProxy.open(files, random),
                    new PkiFolder(own, clock),
                    names,
                    () -> tokenKey,
                    executor);
        }
    }

    private static Pki of(
            CertificateAuthority authority,
            FrontProxy frontProxy,
            PkiFolder files,
            ServingNames names,
            Callable<KeyPair> tokenKey,
            Executor executor)
            throws IOException {
        KeyCertificate serving = files.find("apiserver")
                .filter(found -> files.isFresh(found, authority) && names.areIn(found.certificate()))
                .orElseGet(() -> authority.forServer(SERVER, names));
        files.keep("apiserver", serving);
        KeyCertificate administrator = files.find("admin")
                .filter(found -> files.isFresh(found, authority))
                .orElseGet(() -> authority.forClient(ADMINISTRATOR, List.of(MASTERS)));
        files.keep("admin", administrator);
        return new Pki(authority, serving, administrator, frontProxy, tokenKey, executor);
    }

    public CertificateAuthority authority() {
        return authority;
    }

    /// What the API server shows its clients.
    public KeyCertificate serving() {
        return serving;
    }

    /// User `admin` in `system:masters`.
    public KeyCertificate administrator() {
        return administrator;
    }

    /// With what a proxy in front of the server proves that it is one.
    public FrontProxy frontProxy() {
        return frontProxy;
    }

    /// Signs service account tokens. The first call makes the key, or waits for it.
    public KeyPair tokenKey() {
        tokenKey.run();
        try {
            return tokenKey.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the token key was made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("there is no token key", e.getCause());
        }
    }

    /// Lets the key be made now, beside everything else, so that the first token needn't wait.
    public void makeTokenKey() {
        executor.execute(tokenKey);
    }

    static KeyPair newTokenKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }

    private static KeyPair pairOf(PrivateKey key, Path file) throws IOException {
        return new KeyPair(PemFiles.publicHalf(key, file), key);
    }
}
