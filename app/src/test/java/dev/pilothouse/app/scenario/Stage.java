package dev.pilothouse.app.scenario;

import dev.pilothouse.app.scenario.Scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Plays one scenario in a folder of its own, with a kubeconfig that leads to the cluster under test.
///
/// @param folder where the commands run and where the scenario's files go
record Stage(Path folder, Path kubeconfig) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(120);

    /// Fails with the story so far and the line that went another way.
    void play(Scenario scenario) throws IOException, InterruptedException {
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.WriteFile file -> write(file);
                case Step.Run run -> expect(run);
            }
        }
    }

    private void write(Step.WriteFile file) throws IOException {
        Path path = folder.resolve(file.name());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.content());
    }

    private void expect(Step.Run run) throws IOException, InterruptedException {
        Expected expected = new Expected(run.output());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Printed printed = execute(run.command());
        while (run.patient() && !fits(run, expected, printed) && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            printed = execute(run.command());
        }
        if (!fits(run, expected, printed)) {
            throw new AssertionError("$ " + run.command() + "\nexpected (exit status " + run.status() + "):\n"
                    + String.join("\n", run.output()) + "\nprinted (exit status " + printed.status + "):\n"
                    + String.join("\n", printed.lines));
        }
    }

    private static boolean fits(Step.Run run, Expected expected, Printed printed) {
        return printed.status == run.status() && expected.matches(printed.lines);
    }

    private record Printed(List<String> lines, int status) {}

    private Printed execute(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(output));
        lines.removeIf(String::isBlank);
        Files.delete(output);
        return new Printed(lines, process.exitValue());
    }
}
