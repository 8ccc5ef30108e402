package dev.pilothouse.app;

import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.Policy;
import dev.pilothouse.apiserver.authentication.AccountTokens;
import dev.pilothouse.apiserver.authentication.Callers;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authentication.TokenKey;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.bootstrap.ClusterTrust;
import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.apiserver.http.DoorFrame;
import dev.pilothouse.apiserver.http.Tls;
import dev.pilothouse.apiserver.pki.FrontProxy;
import dev.pilothouse.apiserver.pki.Pem;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.apiserver.storage.EventLifetime;
import dev.pilothouse.apiserver.ServiceRanges;
import dev.pilothouse.app.flags.FeatureGates;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.LeaderElection;
import dev.pilothouse.client.Loop;
import dev.pilothouse.client.Transport;
import dev.pilothouse.scheduler.Profile;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/// A whole Kubernetes control plane as one object. Any number of them live side by side in a process: they share nothing.
///
/// ```java
/// try (ControlPlane cluster = ControlPlane.inMemory()) {
///     Client admin = cluster.administrator();
///     …
/// }
/// ```
///
/// P1 Parts start in the order in which they need each other. They end in this one: doors, nodes, loops, server; then the caller
///    closes the store.
/// P2 Every part is a client under its own upstream identity; none has a way in that others don't have.
public final class ControlPlane implements AutoCloseable {
    /// The lease of the simulated nodes: each of them is one machine, whichever master plays it.
    private static final String NODES = "pilothouse-nodes";

    private final RunningServer running;
    private final ApiServer server;
    private final Pki pki;
    private final ClusterTrust trust;
    private final LoopCounts counts;
    private final Machine machine;
    private final Settings settings;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private ControlPlane(RunningServer running, Pki pki, Machine machine, Settings settings, LoopCounts counts) {
        this.counts = counts;
        this.pki = pki;
        this.machine = machine;
        this.settings = settings;
        this.running = running;
        this.server = running.server();
        this.trust = new ClusterTrust(List.of(pki.authority().certificate()), requestHeaders(pki, settings));
    }

    /// A standard control plane that forgets everything when it ends.
    public static ControlPlane inMemory() {
        return inMemory(Settings.standard());
    }

    public static ControlPlane inMemory(Settings settings) {
        Machine machine = Machine.inMemory();
        return start(
                machine,
                Pki.create(settings.servingNames(), machine.clock(), new SecureRandom(), machine.executor()),
                settings);
    }

    /// Starts everything that the settings ask for. Returns when the API server answers and holds what every cluster holds from
    /// the beginning; loops may still be reading.
    public static ControlPlane start(Machine machine, Pki pki, Settings settings) {
        ControlPlane cluster = begin(machine, pki, settings);
        cluster.startLoops();
        return cluster;
    }

    /// Starts the API server alone. Returns when it answers and holds what every cluster holds from the beginning: whoever opens
    /// a door before the loops start has it open sooner.
    public static ControlPlane begin(Machine machine, Pki pki, Settings settings) {
        Callers callers = Callers.of(
                requestHeaders(pki, settings),
                ClientCertificates.signedBy(pki.authority().certificate(), machine.clock()),
                AccountTokens.of(pki::tokenKey, settings.audiences()));
        LoopCounts counts = new LoopCounts();
        // Nobody chooses any here: they are read when somebody looks at them.
        Source gates = sink -> FeatureGates.of(Map.of()).tell(sink);
        RunningServer running = RunningServer.of(
                machine,
                new ApiServer.Settings(
                        settings.advertised(),
                        ServiceRanges.of(settings.serviceRange()),
                        callers,
                        Policy.USUAL,
                        EventLifetime.USUAL,
                        settings.parts() == Settings.Parts.ALL ? LoopHealth.inThisProcess() : LoopHealth.onThisMachine(),
                        settings.serving(),
                        settings.storage(),
                        Map.of("advertise-address", settings.advertiseAddress()),
                        settings.parts() == Settings.Parts.ALL ? counts.beside(gates) : gates));
        ControlPlane cluster = new ControlPlane(running, pki, machine, settings, counts);
        try {
            cluster.bootstrap();
            return cluster;
        } catch (Refusal refused) {
            cluster.close();
            throw refused;
        }
    }

    private void bootstrap() {
        WhereServerIs where = new WhereServerIs(
                settings.serviceRange(),
                settings.firstServiceAddress(),
                settings.advertiseAddress(),
                settings.advertisePort(),
                trust);
        ClusterAuthority known = new ClusterAuthority(server.self());
        boolean begun = !settings.shared() || known.isKnown();
        if (settings.shared()) {
            known.mustBelieve(authority());
        }
        running.begin(where);
        known.mustHaveBegunWith(authority(), begun);
        running.join(where, settings.reconciler());
    }

    private static RequestHeaders requestHeaders(Pki pki, Settings settings) {
        return settings.requestHeaders()
                .orElseGet(() -> RequestHeaders.of(pki.frontProxy().authority(), FrontProxy.NAME));
    }

    /// Starts controllers, scheduler and nodes, where the settings ask for them.
    public void startLoops() {
        if (settings.parts() != Settings.Parts.ALL) {
            return;
        }
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("timers").unstarted(task));
        parts.push(timers::shutdownNow);
        ControllerSetup setup = ControllerSetup.all(
                authority(), new TokenKey(pki::tokenKey)::sign, pki.authority()::forRequest);
        Leadership.Loops controllers = loops(timers, components -> components.controllers(setup));
        Leadership.Loops scheduler = loops(timers, components -> components.scheduler(List.of(Profile.STANDARD)));
        Leadership.Loops nodes = loops(timers, components -> components.nodes(settings.nodes()));
        if (settings.shared()) {
            elect(Components.CONTROLLER_MANAGER, Components.CONTROLLER_MANAGER, controllers);
            elect(Components.SCHEDULER, Components.DEFAULT_SCHEDULER, scheduler);
            elect(NODES, NODES, nodes);
        } else {
            for (Leadership.Loops loops : List.of(controllers, scheduler, nodes)) {
                for (Loop loop : loops.on(ways(), ways())) {
                    parts.push(loop);
                    loop.act();
                }
            }
        }
    }

    private Leadership.Loops loops(ScheduledExecutorService timers, Function<Components, List<Loop>> which) {
        return (following, acting) -> which.apply(new Components(following, acting, machine, timers, counts));
    }

    /// Lets these loops run on one of the cluster's masters at a time.
    private void elect(String component, String source, Leadership.Loops loops) {
        Leadership.Election election = Leadership.Election.of(component, source);
        // What simulates machines is nobody whom upstream's roles know: the administrator started it.
        LeaderElection candidate = component.equals(NODES)
                ? election.in(transport(Identity.of(NODES, Identity.SYSTEM_MASTERS), NODES), machine)
                : election.in(ways(), machine);
        parts.push(Candidacy.start(candidate, new Leadership(ways(), loops), machine));
    }

    private String authority() {
        return Pem.of(pki.authority().certificate());
    }

    /// Opens a door to the network.
    ///
    /// @param port 0 for any free one
    /// @return the port
    /// @throws java.net.BindException when the port is taken
    public int listen(String address, int port) throws IOException {
        return listen(DoorFrame.make(), address, port);
    }

    /// The same with a frame that was made before.
    public int listen(DoorFrame frame, String address, int port) throws IOException {
        X509Certificate authority = pki.authority().certificate();
        Tls tls = new Tls(
                List.of(pki.serving().certificate(), authority), pki.serving().key(), trust.authorities());
        return running.listen(frame, tls, address, port);
    }

    /// A caller in this process that may do everything.
    public Client administrator() {
        return client(Identity.of("admin", Identity.SYSTEM_MASTERS), "pilothouse");
    }

    /// A caller in this process under this identity.
    ///
    /// @param manager the name under which it owns the fields that it writes
    public Client client(Identity identity, String manager) {
        return new Client(transport(identity, manager));
    }

    /// How components in this process reach the server.
    Ways ways() {
        return new InProcessWays(server);
    }

    private Transport transport(Identity identity, String agent) {
        return new InProcessTransport(server.handler(), server.credential(identity), agent);
    }

    /// Gives up memory that is needed only while objects are looked at; answers how many bytes.
    public long rest() {
        return running.rest();
    }

    /// Ends all parts in order: the server says at once that it isn't ready, and goes on for as long as its options say before
    /// anything ends. Closing twice is harmless.
    @Override
    public void close() {
        running.leave();
        while (!parts.isEmpty()) {
            end(parts.pop());
        }
        running.close();
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception broken) {
            throw new IllegalStateException("a part of the control plane didn't end", broken);
        }
    }
}
