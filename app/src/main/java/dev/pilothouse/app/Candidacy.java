package dev.pilothouse.app;

import dev.pilothouse.client.LeaderElection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands for election again and again until it is closed: loops that lost their lease start anew in the same process when
/// they win it back, while the API server beside them goes on serving.
final class Candidacy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Candidacy.class);

    /// Before the next try after a defect of ours.
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final LeaderElection election;
    private final LeaderElection.Leader leader;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    private Candidacy(LeaderElection election, LeaderElection.Leader leader, Machine machine) {
        this.election = election;
        this.leader = leader;
        this.thread = machine.threads().newThread(this::stand);
    }

    static Candidacy start(LeaderElection election, LeaderElection.Leader leader, Machine machine) {
        Candidacy candidacy = new Candidacy(election, leader, machine);
        candidacy.thread.start();
        return candidacy;
    }

    private void stand() {
        try {
            while (!closed) {
                try {
                    election.run(leader);
                } catch (RuntimeException defect) {
                    LOG.error("An election ended by a defect; the next begins in {}", PAUSE, defect);
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /// Ends all that the leader began, and gives the lease back.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            ended.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
