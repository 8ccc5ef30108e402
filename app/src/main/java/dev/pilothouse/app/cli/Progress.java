package dev.pilothouse.app.cli;

import dev.pilothouse.app.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Tells the person at the terminal what is going on, with the time since the start.
final class Progress {
    private final PrintStream out;
    private final Instant began;

    Progress(PrintStream out) {
        this.out = out;
        this.began = began(System.getProperty("pilothouse.began", ""));
    }

    /// The launcher tells when it handed over, in microseconds since the epoch: the process itself is as old as the build before.
    private static Instant began(String micros) {
        return micros.isEmpty() ? Instant.now() : Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }

    /// Something is done.
    void step(String what) {
        out.printf("%6.2f s  %s%n", seconds(), what);
    }

    void say(String what) {
        out.println("          " + what);
    }

    void ready(String server, Path kubeconfig) {
        step("ready");
        out.println();
        out.println("Kubernetes " + Version.KUBERNETES + " is up at " + server);
        out.println();
        out.println("  export KUBECONFIG=" + kubeconfig);
        out.println("  kubectl get nodes");
        out.println("  kubectl create deployment hello --image=hello --replicas=3");
        out.println("  kubectl get pods -o wide");
        out.println();
    }

    void howToEnd(Settings settings) {
        boolean alone = settings.parts() == Settings.Parts.API_SERVER;
        out.println(
                alone
                        ? "The API server alone: nothing acts on what you write. Ctrl-C ends it."
                        : "Nodes are simulated: pods run without containers. Ctrl-C ends it.");
    }

    private double seconds() {
        return Duration.between(began, Instant.now()).toMillis() / 1000.0;
    }
}
