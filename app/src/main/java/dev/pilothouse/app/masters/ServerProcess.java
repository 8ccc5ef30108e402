package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.apiserver.http.DoorFrame;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.RunningServer;
import java.io.IOException;
import java.net.BindException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API server as a process of its own. It keeps nothing but what is in the store: another one on the same store, with the
/// same keys, takes its place at any time.
public final class ServerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    private final ServerOptions options;
    private final RunningServer server;

    /// One that serves nobody yet.
    public ServerProcess(ServerOptions options, Machine machine) {
        options.gates().warnings().forEach(LOG::warn);
        this.options = options;
        this.server = RunningServer.of(machine, options.settings());
    }

    /// Serves, from when the cluster holds what every cluster holds from the beginning.
    public void start() throws IOException {
        server.begin(options.where());
        NetworkOptions network = options.network();
        String where = WhereServerIs.inUrl(network.bind()) + ":" + network.port();
        try {
            server.listen(DoorFrame.make(), options.tls(), network.bind(), network.port());
        } catch (BindException taken) {
            throw new Refusal(
                    "can't listen on " + where + " (" + taken.getMessage() + "): choose another port with --secure-port");
        }
        server.join(options.where(), options.reconciler());
        LOG.info("Serving on {}", where);
    }

    /// Gives up memory that is needed only while objects are looked at; answers how many bytes.
    public long rest() {
        return server.rest();
    }

    @Override
    public void close() {
        server.close();
    }
}
