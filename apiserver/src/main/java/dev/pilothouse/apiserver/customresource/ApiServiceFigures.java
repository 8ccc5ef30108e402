package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.apiregistration.v1.APIService;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.registry.Resources;

/// Which API services are available, as their conditions say.
public record ApiServiceFigures(Resources resources) implements Source {
    @Override
    public void tell(Sink sink) {
        resources.list(APIService.RESOURCE, "")
                .forEach(service -> sink.value(
                        Families.UNAVAILABLE, isAvailable(service) ? 0 : 1, ObjectMeta.name(service)));
    }

    private static boolean isAvailable(ObjectTree service) {
        return service.object("status").list("conditions").objects().stream()
                .anyMatch(each -> each.text("type").equals("Available") && each.text("status").equals("True"));
    }
}
