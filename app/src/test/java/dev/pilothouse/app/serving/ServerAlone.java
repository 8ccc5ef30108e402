package dev.pilothouse.app.serving;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Settings;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Credentials;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.SSLContext;

/// An API server without any loop, in memory, that listens to a free port.
final class ServerAlone implements AutoCloseable {
    private final Machine machine = Machine.inMemory();
    private final Pki pki = Pki.create(
            Settings.standard().servingNames(), machine.clock(), new SecureRandom(), machine.executor());
    private final ControlPlane server;
    private final int port;

    ServerAlone() throws Exception {
        this(ServingOptions.USUAL);
    }

    ServerAlone(ServingOptions serving) throws Exception {
        server = ControlPlane.start(
                machine, pki, Settings.standard().withParts(Settings.Parts.API_SERVER).withServing(serving));
        port = server.listen("127.0.0.1", 0);
    }

    int port() {
        return port;
    }

    Client client() {
        return server.administrator();
    }

    /// How the administrator calls.
    SSLContext administrator() {
        return as(pki.administrator());
    }

    SSLContext user(String name) {
        return as(pki.authority().forClient(name, List.of()));
    }

    SSLContext anonymous() {
        return new Credentials(pki.authority().certificate()).anonymous();
    }

    private SSLContext as(KeyCertificate own) {
        return new Credentials(pki.authority().certificate()).of(own.key(), own.certificate());
    }

    /// An object in which apostrophes stand for quotes.
    static ObjectTree json(String text) throws Exception {
        return Json.parse(text.replace('\'', '"')).asObject();
    }

    @Override
    public void close() {
        server.close();
        machine.store().close();
    }
}
