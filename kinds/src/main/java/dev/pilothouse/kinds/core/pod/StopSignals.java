package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.stream.Stream;

/// Signals that may end a container; which there are depends on the operating system.
final class StopSignals {
    private static final List<String> WINDOWS = List.of("SIGKILL", "SIGTERM");
    private static final List<String> LINUX = Stream.concat(
                    Stream.of(
                            "SIGABRT", "SIGALRM", "SIGBUS", "SIGCHLD", "SIGCLD", "SIGCONT", "SIGFPE", "SIGHUP",
                            "SIGILL", "SIGINT", "SIGIO", "SIGIOT", "SIGKILL", "SIGPIPE", "SIGPOLL", "SIGPROF",
                            "SIGPWR", "SIGQUIT", "SIGSEGV", "SIGSTKFLT", "SIGSTOP", "SIGSYS", "SIGTERM", "SIGTRAP",
                            "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGUSR1", "SIGUSR2", "SIGVTALRM",
                            "SIGWINCH", "SIGXCPU", "SIGXFSZ", "SIGRTMIN", "SIGRTMAX"),
                    Stream.concat(numbered("SIGRTMIN+", 15), numbered("SIGRTMAX-", 14)))
            .sorted()
            .toList();

    private StopSignals() {}

    private static Stream<String> numbered(String prefix, int last) {
        return Stream.iterate(1, i -> i + 1).limit(last).map(i -> prefix + i);
    }

    static void check(Place signal, PodScope scope) {
        if (signal.isAbsent()) {
            return;
        }
        switch (scope.spec().at("os", "name").text()) {
            case "" -> signal.forbidden("may not be set for containers with empty `spec.os.name`");
            case "windows" -> {
                if (!WINDOWS.contains(signal.text())) {
                    signal.notSupported(WINDOWS);
                }
            }
            default -> {
                if (!LINUX.contains(signal.text())) {
                    signal.notSupported(LINUX);
                }
            }
        }
    }
}
