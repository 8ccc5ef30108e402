package dev.pilothouse.app.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.coordination.v1.Lease;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Settings;
import dev.pilothouse.client.Credentials;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The work that a training is made of.
class ExerciseTest {
    private final Pki pki = Pki.create(Settings.standard().servingNames(), InstantSource.system(), new SecureRandom(), Runnable::run);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

    @AfterEach
    void end() {
        threads.shutdown();
    }

    @Test
    void isDoneWholeByAControlPlaneThatRefusesNothing() throws Exception {
        try (ControlPlane cluster = ControlPlane.start(Machine.inMemory(), pki, Settings.standard())) {
            var administrator = pki.administrator();

            exercise(cluster, believing().of(administrator.key(), administrator.certificate())).run(3);

            List<ObjectTree> pods = cluster.administrator().list(Pod.RESOURCE, "default", "app=exercise");
            assertThat(pods).as("every second one of three rounds of eight workers is deleted").hasSize(8);
            assertThat(cluster.administrator().list(Lease.RESOURCE, "default", "")).hasSize(8);
        }
    }

    @Test
    void endsWithTheRefusalOfAServerThatRefuses() throws Exception {
        try (ControlPlane cluster = ControlPlane.start(Machine.inMemory(), pki, Settings.standard())) {
            assertThatThrownBy(() -> exercise(cluster, believing().anonymous()).run(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("forbidden");
        }
    }

    private Credentials believing() {
        return new Credentials(pki.authority().certificate());
    }

    private Exercise exercise(ControlPlane cluster, SSLContext caller) throws IOException {
        URI server = URI.create("https://127.0.0.1:" + cluster.listen("127.0.0.1", 0));
        return new Exercise(server, caller, threads);
    }
}
