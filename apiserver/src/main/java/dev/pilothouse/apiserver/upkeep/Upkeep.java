package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.api.apiregistration.v1.APIService;
import dev.pilothouse.api.flowcontrol.v1.FlowSchema;
import dev.pilothouse.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.apiserver.registry.Resources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/// All loops of this package, from their start to their end.
public final class Upkeep implements AutoCloseable {
    /// Between two looks at servers that this one doesn't watch.
    private static final Duration LATER = Duration.ofSeconds(1);

    private final List<Followed> loops;

    public Upkeep(Resources resources, FlowSchemas flows, Availability services) {
        Followed.Look looking = _ -> {
            flows.look();
            return Followed.Then.WHEN_CHANGED;
        };
        this.loops = List.of(
                follow(resources, FlowSchema.RESOURCE, looking),
                follow(resources, PriorityLevelConfiguration.RESOURCE, looking),
                follow(resources, APIService.RESOURCE, services::look));
    }

    private static Followed follow(Resources resources, GroupVersionResource id, Followed.Look look) {
        return new Followed(() -> resources.find(id).orElseThrow(), LATER, look);
    }

    public void start(Executor executor) {
        loops.forEach(executor::execute);
    }

    @Override
    public void close() {
        loops.forEach(Followed::close);
    }
}
