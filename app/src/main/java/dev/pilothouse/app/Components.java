package dev.pilothouse.app;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.client.ControlLoop;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Informers;
import dev.pilothouse.client.Transport;
import dev.pilothouse.controllers.CertificateSigner;
import dev.pilothouse.controllers.Controllers;
import dev.pilothouse.nodes.NodeShape;
import dev.pilothouse.nodes.SimulatedNode;
import dev.pilothouse.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/// Starts what acts on objects: controllers, scheduler, nodes. Each is a client under the identity that upstream gives it, with
/// the rights that upstream's roles give that identity.
record Components(ApiServer server, Machine machine, ScheduledExecutorService timers) {

    private static final String CONTROLLER_MANAGER = "kube-controller-manager";

    /// One loop for each controller, under its own service account as with `--use-service-account-credentials`. Collections
    /// are followed under the controller manager's own identity, as there, and once for all loops. Ends from last to first.
    List<AutoCloseable> controllers(
            String authority, Function<ObjectTree, String> signer, CertificateSigner certificates) {
        Identity own = Identity.of("system:" + CONTROLLER_MANAGER);
        Informers informers = new Informers(transport(own, CONTROLLER_MANAGER), machine.executor());
        List<AutoCloseable> loops = new ArrayList<>(List.of(informers));
        for (Controller controller : Controllers.all(authority, signer, certificates)) {
            Identity identity = controller.account().isEmpty() ? own : serviceAccount(controller.account());
            loops.add(new ControlLoop(
                    controller,
                    informers,
                    transport(identity, CONTROLLER_MANAGER),
                    machine.clock(),
                    machine.executor(),
                    timers));
        }
        informers.start();
        return loops;
    }

    private static Identity serviceAccount(String name) {
        return Identity.of(
                "system:serviceaccount:kube-system:" + name,
                "system:serviceaccounts",
                "system:serviceaccounts:kube-system");
    }

    AutoCloseable scheduler() {
        Transport transport = transport(Identity.of("system:kube-scheduler"), "kube-scheduler");
        return new Scheduler(transport, machine.clock(), machine.random(), machine.executor());
    }

    /// Nodes `node-0`, `node-1`, ….
    Collection<AutoCloseable> nodes(int count) {
        List<AutoCloseable> nodes = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            String name = "node-" + number;
            Transport transport = transport(Identity.of("system:node:" + name, "system:nodes"), "kubelet");
            nodes.add(new SimulatedNode(
                    NodeShape.of(name, number), transport, machine.clock(), machine.executor(), timers));
        }
        return nodes;
    }

    private Transport transport(Identity identity, String agent) {
        return new InProcessTransport(server.handler(), server.credential(identity), agent);
    }
}
