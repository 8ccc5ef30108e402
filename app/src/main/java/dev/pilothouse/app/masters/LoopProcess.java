package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.ComponentPages;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.http.HttpDoor;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.http.Tls;
import dev.pilothouse.apiserver.pki.PemFiles;
import dev.pilothouse.apiserver.pki.ServingNames;
import dev.pilothouse.app.Components;
import dev.pilothouse.app.ControllerSetup;
import dev.pilothouse.app.Leadership;
import dev.pilothouse.app.LoopCounts;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.Ways;
import dev.pilothouse.app.flags.FlagValues;
import dev.pilothouse.client.LeaderElection;
import dev.pilothouse.client.Loop;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Controller manager or scheduler as a process of its own: shows its health from the start, waits for leadership, and acts
/// until it is told to end or leads no more.
public final class LoopProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopProcess.class);

    private final String component;
    private final Machine machine;
    private final LoopOptions options;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Function<Components, List<Loop>> loops;
    private final boolean accounts;
    private final LoopCounts counts = new LoopCounts();
    private volatile boolean leading;

    private LoopProcess(
            String component,
            Machine machine,
            LoopOptions options,
            boolean accounts,
            Function<Components, List<Loop>> loops) {
        this.component = component;
        this.machine = machine;
        this.options = options;
        this.accounts = accounts;
        this.loops = loops;
    }

    /// @throws IOException when a file that a flag names can't be read
    public static LoopProcess controllerManager(FlagValues flags, Machine machine) throws IOException {
        ControllerManagerOptions options = ControllerManagerOptions.of(flags);
        options.gates().warnings().forEach(LOG::warn);
        KubeconfigFile kubeconfig = kubeconfig(options.loops(), machine);
        ControllerSetup setup = options.setup(kubeconfig.authorities(), machine.clock());
        return new LoopProcess(
                Components.CONTROLLER_MANAGER,
                machine,
                options.loops(),
                options.accounts(),
                components -> components.controllers(setup));
    }

    /// @throws IOException when a file that a flag names can't be read
    public static LoopProcess scheduler(FlagValues flags, Machine machine) throws IOException {
        SchedulerOptions options = SchedulerOptions.of(flags);
        options.gates().warnings().forEach(LOG::warn);
        return new LoopProcess(
                Components.SCHEDULER,
                machine,
                options.loops(),
                false,
                components -> components.scheduler(options.profiles()));
    }

    private static KubeconfigFile kubeconfig(LoopOptions options, Machine machine) throws IOException {
        Path file = options.kubeconfig()
                .orElseThrow(() -> new Refusal("--kubeconfig must say where the API server is and who calls"));
        return KubeconfigFile.read(file, machine.clock());
    }

    /// Acts until the loops may act no more; an interrupt ends that in order.
    ///
    /// @throws InterruptedException when it was told to end
    public void run() throws IOException, InterruptedException {
        KubeconfigFile kubeconfig = kubeconfig(options, machine);
        HttpWays http = new HttpWays(kubeconfig, component, accounts, machine.clock(), machine.executor(), counts.loops());
        parts.push(http);
        String host = kubeconfig.server().getAuthority();
        Ways ways = options.pace().isPresent()
                ? http.through(way -> options.pace().get().keptBy(way, host, counts.loops()))
                : http;
        listen(kubeconfig);
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("timers").unstarted(task));
        parts.push(timers::shutdownNow);
        Leadership leadership = new Leadership(
                ways,
                (following, acting) -> loops.apply(new Components(following, acting, machine, timers, counts)));
        if (options.election().isEmpty()) {
            alone(leadership);
        } else {
            // Renewing never waits for the loops' own turns.
            options.election().get().in(http, machine).run(noted(leadership));
        }
    }

    private void alone(Leadership leadership) throws InterruptedException {
        leadership.standBy();
        leadership.start(() -> true);
        try {
            Thread.currentThread().join();
        } finally {
            leadership.stop();
        }
    }

    private LeaderElection.Leader noted(Leadership leadership) {
        return new LeaderElection.Leader() {
            @Override
            public void standBy() {
                leadership.standBy();
            }

            @Override
            public void start(BooleanSupplier leads) {
                leading = true;
                leadership.start(leads);
            }

            @Override
            public void stop() {
                leading = false;
                leadership.stop();
            }
        };
    }

    /// What is told beside the process itself.
    private void tell(Sink sink) {
        options.door().gates().tell(sink);
        counts.loops().tell(sink);
        if (component.equals(Components.SCHEDULER)) {
            counts.scheduler().tell(sink);
        }
    }

    private void listen(KubeconfigFile kubeconfig) throws IOException {
        LoopOptions.DoorOptions door = options.door();
        if (door.port() == 0) {
            return;
        }
        List<X509Certificate> clients = door.clientAuthority()
                .map(file -> file.read(PemFiles::certificates))
                .orElse(List.of());
        Tls tls = door.tls().tls(component, ServingNames.with(List.of(machine.host()), List.of()), clients, machine.clock());
        KubeconfigFile asking = options.reviewsBy().isPresent()
                ? KubeconfigFile.read(options.reviewsBy().get(), machine.clock())
                : kubeconfig;
        HttpWays reviewer = new HttpWays(asking, component, false, machine.clock(), machine.executor(), counts.loops());
        parts.push(reviewer);
        Reviews reviews = new Reviews(
                reviewer.component("", component), ClientCertificates.signedBy(clients, machine.clock()));
        HealthPages pages = new HealthPages(
                component,
                () -> true,
                () -> leading,
                this::tell,
                new ComponentPages(component, door.debugging(), door.flags(), HealthPages.PATHS),
                door.open(),
                reviews::check);
        try {
            ServingOptions serving = ServingOptions.USUAL.withTls(door.connections());
            parts.push(HttpDoor.open(pages, tls, door.address(), door.port(), serving, machine.random()));
        } catch (BindException taken) {
            throw new Refusal("can't listen on " + door.address() + ":" + door.port() + " (" + taken.getMessage()
                    + "): choose another with --secure-port, or none with 0");
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception broken) {
                LOG.error("A part of the {} didn't end", component, broken);
            }
        }
    }
}
