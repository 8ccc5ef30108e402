package dev.pilothouse.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Asks a server over the network, as anybody could, and believes only the cluster's own authority.
final class Knock implements AutoCloseable {
    private final HttpClient client;
    private final String server;
    private final Duration patience;

    /// @param authority the certificate of the cluster's authority, PEM
    /// @param patience how long to wait for a connection, and again for each answer
    Knock(String server, Path authority, Duration patience) throws IOException {
        this.server = server;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .sslContext(context(authority))
                .connectTimeout(patience)
                .build();
    }

    /// Whether the server answers and calls itself ready.
    boolean isReady() throws InterruptedException {
        try {
            return get("/readyz").statusCode() == 200;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(patience)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static SSLContext context(Path authority) throws IOException {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore believed = KeyStore.getInstance("PKCS12");
            believed.load(null, null);
            believed.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(believed);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], trust.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authority + " is no certificate", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
