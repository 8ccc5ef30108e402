package dev.pilothouse.scheduler;

import java.util.List;
import java.util.Set;

/// One of the schedulers that a process is (upstream's `profiles`): for pods that ask for it by name, with some of the
/// plugins.
///
/// @param disabled names of plugins that it does without
public record Profile(String schedulerName, Set<String> disabled) {
    /// The one that pods get which ask for none, with all plugins.
    public static final Profile STANDARD = new Profile("default-scheduler", Set.of());

    public Profile {
        disabled = Set.copyOf(disabled);
    }

    /// The names of all plugins, in their order.
    public static List<String> plugins() {
        return Plugins.ALL.stream().map(Plugin::name).toList();
    }

    List<Plugin> enabled() {
        return Plugins.ALL.stream()
                .filter(plugin -> !disabled.contains(plugin.name()))
                .toList();
    }
}
