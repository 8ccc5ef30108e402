package dev.pilothouse.app.cli;

import dev.pilothouse.app.home.ClusterFolder;
import java.nio.file.Path;

/// The `--data` that every command about one cluster takes.
final class DataOption {
    static final Flag FLAG = Flag.of("DIR", "", "The folder that holds the cluster (default: ~/.pilothouse).", "--data");

    private DataOption() {}

    static ClusterFolder folder(Given given) {
        return given.find(FLAG).map(Path::of).map(ClusterFolder::at).orElseGet(ClusterFolder::standard);
    }
}
