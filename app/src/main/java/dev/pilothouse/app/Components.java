package dev.pilothouse.app;

import dev.pilothouse.client.ControlLoop;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Informers;
import dev.pilothouse.client.Loop;
import dev.pilothouse.client.Transport;
import dev.pilothouse.controllers.Controllers;
import dev.pilothouse.nodes.NodeShape;
import dev.pilothouse.nodes.SimulatedNode;
import dev.pilothouse.scheduler.Scheduler;
import dev.pilothouse.scheduler.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/// Makes what acts on objects: controllers, scheduler, nodes. Each is a client under the identity that upstream gives it, with
/// the rights that upstream's roles give that identity.
///
/// @param following how it learns what there is, whether it may act or not
/// @param acting how it acts
public record Components(
        Ways following, Ways acting, Machine machine, ScheduledExecutorService timers, LoopCounts counts) {
    public static final String CONTROLLER_MANAGER = "kube-controller-manager";
    public static final String SCHEDULER = "kube-scheduler";

    /// The scheduler as events name it.
    static final String DEFAULT_SCHEDULER = "default-scheduler";

    /// One loop for each controller, under its own service account as with `--use-service-account-credentials`. Collections
    /// are followed under the controller manager's own identity, as there, and once for all loops. Ends from last to first.
    public List<Loop> controllers(ControllerSetup setup) {
        Informers informers = new Informers(manager(following), machine.executor());
        List<Loop> loops = new ArrayList<>(List.of(informers));
        for (Controller controller : Controllers.all(setup.authority(), setup.signer(), setup.certificates())) {
            if (setup.runs(controller.name())) {
                loops.add(new ControlLoop(
                        setup.tuned(controller),
                        informers,
                        controller.account().isEmpty()
                                ? manager(acting)
                                : acting.account(controller.account(), CONTROLLER_MANAGER),
                        machine.clock(),
                        machine.executor(),
                        timers,
                        counts.loops()));
            }
        }
        informers.start();
        return loops;
    }

    private static Transport manager(Ways ways) {
        return ways.component("system:" + CONTROLLER_MANAGER, CONTROLLER_MANAGER);
    }

    public List<Loop> scheduler(List<Profile> profiles) {
        List<Loop> all = new ArrayList<>();
        for (Profile profile : profiles) {
            all.add(new Scheduler(
                    following.component("system:" + SCHEDULER, SCHEDULER),
                    acting.component("system:" + SCHEDULER, SCHEDULER),
                    profile,
                    machine.clock(),
                    machine.random(),
                    machine.executor(),
                    counts.scheduler()));
        }
        return all;
    }

    /// Nodes `node-0`, `node-1`, ….
    List<Loop> nodes(int count) {
        List<Loop> nodes = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            String name = "node-" + number;
            NodeShape shape = NodeShape.of(name, number);
            nodes.add(Loop.of(() ->
                    new SimulatedNode(shape, acting.node(name), machine.clock(), machine.executor(), timers)));
        }
        return nodes;
    }
}
