package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;

/// The plugins in their order.
public record Admission(List<AdmissionPlugin> plugins) {
    public Admission {
        plugins = List.copyOf(plugins);
    }

    public ObjectTree mutate(AdmissionRequest request) {
        AdmissionRequest current = request;
        for (AdmissionPlugin plugin : plugins) {
            ObjectTree changed = plugin.mutate(current);
            if (changed != current.object()) {
                current = current.with(changed);
            }
        }
        return current.object();
    }

    public void review(AdmissionRequest request) {
        for (AdmissionPlugin plugin : plugins) {
            plugin.review(request);
        }
    }
}
