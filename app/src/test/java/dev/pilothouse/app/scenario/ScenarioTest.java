package dev.pilothouse.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.apiserver.pki.Pki;
import dev.pilothouse.app.ControlPlane;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Settings;
import dev.pilothouse.app.home.Kubeconfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Plays every scenario with real kubectl against a control plane of its own, in this JVM, over the network.
class ScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/scenarios");

    @TempDir
    private Path temporary;

    @TestFactory
    List<DynamicTest> scenarios() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            for (Path file : files.sorted().toList()) {
                Scenario scenario = Scenario.read(file);
                tests.add(DynamicTest.dynamicTest(scenario.name(), file.toUri(), () -> play(scenario)));
            }
        }
        assertThat(tests).as("scenarios in " + SCENARIOS).isNotEmpty();
        return tests;
    }

    private void play(Scenario scenario) throws Exception {
        assertThat(scenario.programs())
                .as("programs on the PATH; ./pilothouse test java builds those that are missing")
                .allMatch(ScenarioTest::isAtHand);
        Path folder = Files.createDirectories(temporary.resolve(scenario.name()));
        Machine machine = Machine.inMemory();
        Settings settings = Settings.standard().withNodes(scenario.nodes());
        Pki pki = Pki.create(settings.servingNames(), machine.clock(), new SecureRandom(), machine.executor());
        try (ControlPlane cluster = ControlPlane.start(machine, pki, settings)) {
            int port = cluster.listen("127.0.0.1", 0);
            Path kubeconfig = folder.resolve("kubeconfig");
            new Kubeconfig("https://127.0.0.1:" + port, pki).write(kubeconfig);
            new Stage(folder, kubeconfig).play(scenario);
        }
    }

    private static boolean isAtHand(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
