package dev.pilothouse.app;

import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.apiserver.http.DoorFrame;
import dev.pilothouse.apiserver.http.HttpDoor;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.http.Tls;
import dev.pilothouse.apiserver.upkeep.Membership;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An API server at work: it holds what every cluster holds from the beginning, stands in the list of the cluster's servers,
/// and may have a door to the network.
///
/// R1 It ends in the order that clients need: it says that it isn't ready, goes on for as long as its options say, lets those
///    be answered who came before, and only then ends watches.
public final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final Machine machine;
    private final ApiServer server;
    private final ServingOptions serving;
    private Optional<HttpDoor> door = Optional.empty();

    private RunningServer(Machine machine, ApiServer server, ServingOptions serving) {
        this.machine = machine;
        this.server = server;
        this.serving = serving;
    }

    /// A server that serves nobody yet.
    public static RunningServer of(Machine machine, ApiServer.Settings settings) {
        ApiServer server =
                new ApiServer(new FencedStore(machine.store()), machine.clock(), machine.random(), machine.executor(), settings);
        return new RunningServer(machine, server, settings.serving());
    }

    /// Makes what isn't there yet of what every cluster holds. Returns when all is there.
    public void begin(WhereServerIs where) {
        server.begin(where);
    }

    /// Joins the cluster's other servers. An address that means another machine to everybody is no endpoint.
    public void join(WhereServerIs where, Membership.Reconciler reconciler) {
        boolean local = OwnAddress.isLoopback(where.address());
        if (local) {
            LOG.warn("The address {} is this machine's own: the Service kubernetes gets no endpoint from this server", where.address());
        }
        server.keepUp(
                where, new Membership.Member(machine.host(), local ? new Membership.Reconciler.None() : reconciler));
    }

    /// Opens a door to the network.
    ///
    /// @param frame of no other door
    /// @param port 0 for any free one
    /// @return the port
    /// @throws java.net.BindException when the port is taken
    public int listen(DoorFrame frame, Tls tls, String address, int port) throws IOException {
        HttpDoor open = HttpDoor.open(
                frame, server.handler(), tls, address, port, serving, machine.random(), server.brokenHandshakes());
        door = Optional.of(open);
        return open.port();
    }

    /// Gives up memory that is needed only while objects are looked at; answers how many bytes.
    public long rest() {
        return server.rest();
    }

    ApiServer server() {
        return server;
    }

    /// Sends clients away and closes the door; who is in the process may go on. Leaving twice is harmless.
    void leave() {
        server.announceEnd();
        if (door.isPresent()) {
            pause(serving.shutdown().delay());
        }
        server.endAcceptance();
        door.ifPresent(HttpDoor::close);
        door = Optional.empty();
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        leave();
        server.close();
    }
}
