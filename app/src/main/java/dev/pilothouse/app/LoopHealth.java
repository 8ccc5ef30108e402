package dev.pilothouse.app;

import dev.pilothouse.apiserver.ComponentHealth;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// How the controller manager and the scheduler are, for `componentstatuses`.
public final class LoopHealth {
    private static final String CONTROLLER_MANAGER = "controller-manager";
    private static final String SCHEDULER = "scheduler";

    /// As long as upstream waits for an answer.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private LoopHealth() {}

    /// Loops in the process of the server that is asked live and end with it.
    static Map<String, Supplier<ComponentHealth>> inThisProcess() {
        return Map.of(CONTROLLER_MANAGER, ComponentHealth::well, SCHEDULER, ComponentHealth::well);
    }

    /// Loops in processes of their own: upstream asks where they listen unless they are told otherwise.
    public static Map<String, Supplier<ComponentHealth>> onThisMachine() {
        return Map.of(
                CONTROLLER_MANAGER, () -> ask("127.0.0.1:10257"),
                SCHEDULER, () -> ask("127.0.0.1:10259"));
    }

    private static ComponentHealth ask(String address) {
        String page = "https://" + address + "/healthz";
        try (HttpClient client = HttpClient.newBuilder().sslContext(withAnyServer()).connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(page)).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new ComponentHealth(answer.statusCode() < 400, answer.body(), "");
        } catch (ConnectException refused) {
            return ComponentHealth.unwell("Get \"" + page + "\": dial tcp " + address + ": connect: connection refused");
        } catch (IOException broken) {
            return ComponentHealth.unwell("Get \"" + page + "\": " + broken.getMessage());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return ComponentHealth.failed("interrupted");
        }
    }

    /// Certificates of loops are their own to make, and nothing secret is asked.
    private static SSLContext withAnyServer() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[] {new AnyServer()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static final class AnyServer extends X509ExtendedTrustManager {
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
    }
}
