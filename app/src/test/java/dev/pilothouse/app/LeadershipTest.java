package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.apps.v1.ReplicaSet;
import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.core.v1.Event;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.LeaderElection;
import dev.pilothouse.client.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Three controller managers on one API server: one acts at a time, and another goes on where it was cut off.
class LeadershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final LeaderElection.Timings QUICK =
            new LeaderElection.Timings(Duration.ofSeconds(2), Duration.ofMillis(1500), Duration.ofMillis(200));
    /// Its lease outlasts every wait of a test: whoever follows within one didn't wait for the lease to end.
    private static final LeaderElection.Timings LASTING =
            new LeaderElection.Timings(PATIENCE.multipliedBy(3), PATIENCE.multipliedBy(2), Duration.ofMillis(200));
    private static final Key DEPLOYMENT = new Key("default", "web");

    private final ControlPlane cluster =
            ControlPlane.inMemory(Settings.standard().withParts(Settings.Parts.API_SERVER));
    private final Client admin = cluster.administrator();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final List<Candidate> candidates = new ArrayList<>();

    /// One process, as far as the server can tell: cutting it off is what kill -9 looks like from there.
    private final class Candidate implements Ways {
        private final Machine machine = new Machine(
                Machine.inMemory().store(),
                Machine.inMemory().clock(),
                Machine.inMemory().steady(),
                new java.security.SecureRandom(),
                Thread.ofVirtual().factory(),
                "master-" + candidates.size());
        private final Ways server = cluster.ways();
        private final Thread thread;
        private final Set<String> followed = ConcurrentHashMap.newKeySet();
        private volatile boolean cut;

        Candidate(LeaderElection.Timings timings) {
            Leadership leadership = new Leadership(this, (following, acting) -> new Components(following, acting, machine, timers, new LoopCounts())
                    .controllers(ControllerSetup.withoutKeys("")));
            LeaderElection election = new Leadership.Election(
                            Components.CONTROLLER_MANAGER,
                            Components.CONTROLLER_MANAGER,
                            new Key("kube-system", Components.CONTROLLER_MANAGER),
                            timings)
                    .in(this, machine);
            thread = Thread.startVirtualThread(() -> {
                try {
                    // On a busy machine a leader may lose its lease although nobody cut it off: it stands again.
                    while (true) {
                        election.run(leadership);
                    }
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public Transport component(String user, String agent) {
            return cuttable(server.component(user, agent));
        }

        @Override
        public Transport account(String account, String agent) {
            return cuttable(server.account(account, agent));
        }

        @Override
        public Transport node(String name) {
            return cuttable(server.node(name));
        }

        private Transport cuttable(Transport transport) {
            return new Transport() {
                @Override
                public Answer send(Call call) {
                    if (cut) {
                        throw ApiError.serviceUnavailable("cut off");
                    }
                    return transport.send(call);
                }

                @Override
                public Events watch(Call call) {
                    if (cut) {
                        throw ApiError.serviceUnavailable("cut off");
                    }
                    followed.add(call.path());
                    return transport.watch(call);
                }
            };
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Candidate candidate : candidates) {
            candidate.thread.interrupt();
        }
        for (Candidate candidate : candidates) {
            candidate.thread.join();
        }
        timers.shutdownNow();
        cluster.close();
    }

    @Test
    void loopsMoveWhenTheirLeaderIsCutOffAndNothingIsMadeTwice() throws MalformedJson {
        for (int i = 0; i < 3; i++) {
            candidates.add(new Candidate(QUICK));
        }
        eventually(() -> assertThat(admin.find(ServiceAccount.RESOURCE, new Key("default", "default"))).isPresent());
        admin.create(Deployment.RESOURCE, "default", deployment());
        for (int replicas = 2; replicas < 5; replicas++) {
            int wanted = replicas;
            // Who was cut off holds its lease for a while yet.
            eventually(() -> assertThat(leader()).hasValueSatisfying(it -> assertThat(it.cut).isFalse()));
            admin.merge(
                    Deployment.RESOURCE,
                    DEPLOYMENT,
                    "",
                    Json.parse("{\"spec\":{\"replicas\":" + replicas + "}}").asObject());
            if (replicas < 4) {
                leader().ifPresent(it -> it.cut = true);
            }
            eventually(() -> assertThat(admin.list(Pod.RESOURCE, "default", "app=web")).hasSize(wanted));
        }
        assertThat(admin.list(ReplicaSet.RESOURCE, "default", "")).hasSize(1);
        eventually(() -> assertThat(saidToLead()).contains(candidates.stream()
                .filter(each -> !each.cut)
                .map(each -> each.machine.host() + " became leader")
                .toArray(String[]::new)));
        assertThat(saidToLead()).isSubsetOf("master-0 became leader", "master-1 became leader", "master-2 became leader");
    }

    @Test
    void whoeverStandsByFollowsWhatItMayHaveToActOn() {
        candidates.add(new Candidate(LASTING));
        eventually(() -> assertThat(leader()).contains(candidates.getFirst()));
        candidates.add(new Candidate(LASTING));
        eventually(() -> assertThat(candidates.getLast().followed).contains("/api/v1/pods", "/apis/apps/v1/deployments"));
        assertThat(leader()).contains(candidates.getFirst());
    }

    @Test
    void aLeaderThatEndsInOrderIsFollowedBeforeItsLeaseEnds() throws InterruptedException {
        candidates.add(new Candidate(LASTING));
        eventually(() -> assertThat(leader()).contains(candidates.getFirst()));
        candidates.add(new Candidate(LASTING));
        candidates.getFirst().thread.interrupt();
        candidates.getFirst().thread.join();
        eventually(() -> assertThat(leader()).contains(candidates.getLast()));
    }

    /// Events aren't waited for: what a leader says just before it is cut off may be lost.
    private List<String> saidToLead() {
        return admin.list(Event.RESOURCE, "kube-system", "").stream()
                .filter(event -> event.text("reason").equals("LeaderElection")
                        && event.text("message").endsWith("became leader"))
                .map(event -> event.text("message").replaceFirst("_.*? ", " "))
                .toList();
    }

    private Optional<Candidate> leader() {
        String holder = admin.find(Lease.RESOURCE, new Key("kube-system", Components.CONTROLLER_MANAGER))
                .map(lease -> lease.object("spec").text("holderIdentity"))
                .orElse("");
        return candidates.stream()
                .filter(each -> holder.startsWith(each.machine.host() + "_"))
                .findFirst();
    }

    private static ObjectTree deployment() throws MalformedJson {
        return Json.parse("""
                {"metadata": {"name": "web"},
                 "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}},
                          "template": {"metadata": {"labels": {"app": "web"}},
                                       "spec": {"containers": [{"name": "c", "image": "c"}]}}}}
                """).asObject();
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable claim) {
        await().atMost(PATIENCE).untilAsserted(claim);
    }
}
