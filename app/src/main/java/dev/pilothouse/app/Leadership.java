package dev.pilothouse.app;

import dev.pilothouse.client.Client;
import dev.pilothouse.client.EventRecorder;
import dev.pilothouse.client.Gate;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.LeaderElection;
import dev.pilothouse.client.Loop;
import dev.pilothouse.client.Patience;
import dev.pilothouse.client.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loops of one component, which run in one process of several at a time.
///
/// L0 Who stands by follows what it may have to act on: taking over waits for no reading.
/// L1 Loops act only through a gate that is closed before the lease can be anybody else's: what is left of them then
///    reaches no server any more.
public final class Leadership implements LeaderElection.Leader {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private static final BooleanSupplier NOBODY = () -> false;

    private final Ways ways;
    private final Loops loops;
    private final Deque<Loop> parts = new ArrayDeque<>();
    private Optional<Gate> gate = Optional.empty();
    private volatile BooleanSupplier leads = NOBODY;

    /// What a component runs.
    @FunctionalInterface
    public interface Loops {
        /// Makes them; they end from last to first.
        ///
        /// @param following the way of what they only look at
        /// @param acting the way of what they do, open while they lead
        List<Loop> on(Ways following, Ways acting);
    }

    /// How a component elects its leader.
    ///
    /// @param component the user's name without `system:`, and the agent
    /// @param source who signs the events
    /// @param lease where candidates meet
    public record Election(String component, String source, Key lease, LeaderElection.Timings timings) {
        /// As upstream's component does without flags.
        public static Election of(String component, String source) {
            return new Election(component, source, new Key("kube-system", component), LeaderElection.Timings.STANDARD);
        }

        /// @return what waits for leadership, and leads
        public LeaderElection in(Ways ways, Machine machine) {
            return in(ways.component("system:" + component, component), machine);
        }

        /// @param own reads and writes the lease
        LeaderElection in(Transport own, Machine machine) {
            Client client = new Client(new Patience(timings.retry(), machine.executor()).with(own));
            long high = machine.random().nextLong() & ~0xF000L | 0x4000L;
            long low = machine.random().nextLong() >>> 2 | 1L << 63;
            String identity = machine.host() + "_" + new UUID(high, low);
            return new LeaderElection(
                    client,
                    lease,
                    identity,
                    timings,
                    new EventRecorder(client, source, "", machine.clock(), machine.executor()),
                    machine.steady(),
                    machine.random(),
                    Thread::sleep,
                    LeaderElection.Lookout.watching(own, lease, machine.executor()));
        }
    }

    public Leadership(Ways ways, Loops loops) {
        this.ways = ways;
        this.loops = loops;
    }

    @Override
    public synchronized void standBy() {
        Gate behind = new Gate(() -> leads.getAsBoolean());
        gate = Optional.of(behind);
        loops.on(ways, ways.behind(behind)).forEach(parts::push);
    }

    @Override
    public synchronized void start(BooleanSupplier leads) {
        this.leads = leads;
        // In the order in which they were made.
        parts.descendingIterator().forEachRemaining(Loop::act);
    }

    @Override
    public synchronized void stop() {
        leads = NOBODY;
        gate.ifPresent(Gate::close);
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (RuntimeException broken) {
                LOG.error("A loop didn't end in order; nothing that it does reaches the server", broken);
            }
        }
    }
}
