package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersionResource;
import java.util.List;
import java.util.Optional;

/// Resources that come and go while the server runs. Safe for many threads.
public interface ResourceSource {

    /// None but those of Kubernetes itself.
    ResourceSource NONE = new ResourceSource() {
        @Override
        public Optional<Resource> find(GroupVersionResource id) {
            return Optional.empty();
        }

        @Override
        public List<ApiResource> all() {
            return List.of();
        }
    };

    /// The resource as it is served now.
    Optional<Resource> find(GroupVersionResource id);

    /// All that discovery lists now, in its order.
    List<ApiResource> all();
}
