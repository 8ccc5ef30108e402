package dev.pilothouse.app.cli;

import java.util.List;

/// Says which Pilothouse this is, which Kubernetes it behaves as, and which Java runs it.
final class Version {
    static final Command COMMAND =
            Command.of("version", "Print the versions of Pilothouse, Kubernetes and Java.", List.of(), _ -> {
                lines().forEach(System.out::println);
                return 0;
            });

    /// The release whose behaviour is the yardstick; `/version` tells clients the same.
    static final String KUBERNETES = "v1.36.3";

    private Version() {}

    static List<String> lines() {
        String own = Version.class.getPackage().getImplementationVersion();
        return List.of(
                "Pilothouse " + (own == null ? "(not packaged)" : own),
                "Kubernetes " + KUBERNETES,
                "Java " + Runtime.version());
    }
}
