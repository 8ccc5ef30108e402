package dev.pilothouse.app.cli;

import dev.pilothouse.app.home.ClusterFolder;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The `--data` that every command about one cluster takes.
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder that holds the cluster (default: ~/.pilothouse).")
    private Optional<Path> folder = Optional.empty();

    ClusterFolder folder() {
        return folder.map(ClusterFolder::at).orElseGet(ClusterFolder::standard);
    }
}
