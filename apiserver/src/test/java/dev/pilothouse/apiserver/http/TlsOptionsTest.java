package dev.pilothouse.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.pki.ServingNames;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A door with such options, as clients find it.
@Timeout(60)
class TlsOptionsTest {
    private static final Pki PKI =
            Pki.create(ServingNames.with(List.of(), List.of()), InstantSource.system(), new SecureRandom(), Runnable::run);

    private static final String SMALL = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    private static final String LARGE = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    private static final String OLD = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";

    @ParameterizedTest(name = "{0} with [{1}]: a client with {2} and {3} gets {4}")
    @CsvSource(nullValues = "nothing", value = {
        "''          , ''                       , TLSv1.2, " + LARGE + "              , " + LARGE,
        "''          , ''                       , TLSv1.3, TLS_AES_128_GCM_SHA256    , TLS_AES_128_GCM_SHA256",
        "VersionTLS12, ''                       , TLSv1.2, " + SMALL + "              , " + SMALL,
        "VersionTLS13, ''                       , TLSv1.2, " + SMALL + "              , nothing",
        "VersionTLS13, ''                       , TLSv1.3, TLS_AES_256_GCM_SHA384    , TLS_AES_256_GCM_SHA384",
        "''          , " + SMALL + "            , TLSv1.2, " + SMALL + "              , " + SMALL,
        "''          , " + SMALL + "            , TLSv1.2, " + LARGE + "              , nothing",
        "''          , " + SMALL + "            , TLSv1.3, TLS_AES_256_GCM_SHA384    , TLS_AES_256_GCM_SHA384",
        "''          , " + SMALL + ";" + OLD + ", TLSv1.2, " + OLD + "                , " + OLD,
        "''          , ''                       , TLSv1.2, " + OLD + "                , nothing",
    })
    void aConnectionIsAsGoodAsAskedForOrIsNone(String version, String suites, String protocol, String suite, String got)
            throws IOException {
        TlsOptions options = TlsOptions.of(version, suites.isEmpty() ? List.of() : List.of(suites.split(";")));
        Tls tls = new Tls(PKI.serving(), PKI.authority().certificate());
        ServingOptions serving = ServingOptions.USUAL.withTls(options);
        HttpDoor door = HttpDoor.open(
                _ -> new HttpResponse.Whole(200, Map.of(), "text/plain", new HttpResponse.Payload.Bytes(new byte[0])),
                tls,
                "127.0.0.1",
                0,
                serving,
                new SecureRandom());
        try {
            if (got == null) {
                assertThatExceptionOfType(SSLException.class).isThrownBy(() -> shake(door.port(), protocol, suite));
            } else {
                assertThat(shake(door.port(), protocol, suite)).isEqualTo(got);
            }
        } finally {
            door.close();
        }
    }

    @Test
    void whatIsAskedForAndCanNotBeHadIsTold() {
        TlsOptions options = TlsOptions.of("VersionTLS10", List.of(SMALL, "TLS_ECDHE_RSA_WITH_RC4_128_SHA"));
        assertThat(options.warnings()).hasSize(2);
        assertThat(TlsOptions.USUAL.warnings()).isEmpty();
    }

    private static String shake(int port, String protocol, String suite) throws IOException {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String sort) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String sort) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
