package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.api.flowcontrol.v1.FlowSchema;
import dev.pilothouse.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.bootstrap.Self;
import dev.pilothouse.apiserver.registry.Resources;
import java.time.InstantSource;

/// Says of every FlowSchema whether there is the priority level that it names. Safe for many threads: one looks at a
/// time.
public final class FlowSchemas {
    private static final String MANAGER = "api-priority-and-fairness-config-consumer-v1";
    private static final String DANGLING = "Dangling";

    private final Resources resources;
    private final Self self;
    private final InstantSource clock;

    public FlowSchemas(Resources resources, Self self, InstantSource clock) {
        this.resources = resources;
        this.self = self;
        this.clock = clock;
    }

    /// Writes what isn't said yet.
    public synchronized void look() {
        for (ObjectTree schema : Followed.objects(resources.find(FlowSchema.RESOURCE).orElseThrow())) {
            ObjectTree wanted = condition(schema.object("spec").object("priorityLevelConfiguration").text("name"));
            if (!Conditions.says(schema, wanted)) {
                self.applyStatus(withCondition(schema, wanted), MANAGER);
            }
        }
    }

    private ObjectTree condition(String level) {
        boolean exists =
                resources.getLatest(PriorityLevelConfiguration.RESOURCE, "", level).isPresent();
        String said = "This FlowSchema references the PriorityLevelConfiguration object named " + GoText.quote(level);
        return Conditions.of(
                DANGLING,
                exists ? "False" : "True",
                exists ? "Found" : "NotFound",
                said + (exists ? " and it exists" : " but there is no such object"));
    }

    /// What is applied: only what this loop says.
    private ObjectTree withCondition(ObjectTree schema, ObjectTree condition) {
        ObjectTree timed = condition.with("lastTransitionTime", Timestamps.seconds(clock.instant()));
        return ObjectTree.EMPTY
                .with("apiVersion", FlowSchema.KIND.apiVersion())
                .with("kind", FlowSchema.KIND.kind())
                .with("metadata", ObjectTree.EMPTY.with("name", ObjectMeta.name(schema)))
                .with("status", ObjectTree.EMPTY.with("conditions", ListTree.of(timed)));
    }
}
