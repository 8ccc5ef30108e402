package dev.pilothouse.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// Says which Pilothouse this is, which Kubernetes it behaves as, and which Java runs it.
@Command(name = "version", description = "Print the versions of Pilothouse, Kubernetes and Java.", mixinStandardHelpOptions = true)
final class Version implements Callable<Integer>, IVersionProvider {
    /// The release whose behaviour is the yardstick; `/version` tells clients the same.
    static final String KUBERNETES = "v1.36.3";

    @Override
    public Integer call() {
        for (String line : getVersion()) {
            System.out.println(line);
        }
        return 0;
    }

    @Override
    public String[] getVersion() {
        String own = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "Pilothouse " + (own == null ? "(not packaged)" : own),
            "Kubernetes " + KUBERNETES,
            "Java " + Runtime.version()
        };
    }
}
