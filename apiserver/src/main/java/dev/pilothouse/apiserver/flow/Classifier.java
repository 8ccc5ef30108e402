package dev.pilothouse.apiserver.flow;

import dev.pilothouse.api.flowcontrol.v1.FlowSchema;
import dev.pilothouse.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.request.RequestInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the FlowSchema that a request belongs to: the first that matches, the lower `matchingPrecedence` first, the earlier
/// name where they are equal. A schema that names no priority level there is takes no part.
///
/// Safe for many threads: what the objects say is worked out once after each change, by whoever comes first.
public final class Classifier {
    /// What the specification says when an object doesn't.
    private static final long USUAL_PRECEDENCE = 1_000;

    private final Objects objects;
    private final FlowFigures figures = new FlowFigures();
    private volatile Compiled compiled = new Compiled(new Object(), new Object(), List.of());

    /// The configuration as it is in the cluster now.
    public interface Objects {
        List<ObjectTree> list(GroupVersionResource resource);

        /// Another object after each change to the resource, to be told apart by identity.
        Object version(GroupVersionResource resource);
    }

    /// The schemas in the order in which they are asked, and of which objects they were made.
    private record Compiled(Object schemasVersion, Object levelsVersion, List<Schema> schemas) {}

    private record Schema(
            Classified.Named object, Classified.Level level, String distinguisher, FlowRules rules, FlowCounts counts) {
        Classified of(Identity identity, RequestInfo info) {
            String flow = switch (distinguisher) {
                case "ByUser" -> identity.user();
                case "ByNamespace" -> info.namespace();
                default -> "";
            };
            return new Classified(object, level, flow, counts);
        }
    }

    public Classifier(Objects objects) {
        this.objects = objects;
    }

    /// What is counted, and what the levels are configured to have of so many seats.
    void tell(Sink sink, long seats) {
        figures.tell(sink);
        LevelLimits.tell(sink, objects.list(PriorityLevelConfiguration.RESOURCE), seats);
    }

    public Classified classify(Identity identity, RequestInfo info) {
        for (Schema schema : schemas()) {
            if (schema.rules().match(identity, info)) {
                return schema.of(identity, info);
            }
        }
        return Classified.NOWHERE;
    }

    private List<Schema> schemas() {
        Object schemas = objects.version(FlowSchema.RESOURCE);
        Object levels = objects.version(PriorityLevelConfiguration.RESOURCE);
        Compiled known = compiled;
        if (known.schemasVersion() != schemas || known.levelsVersion() != levels) {
            known = new Compiled(schemas, levels, compile());
            compiled = known;
        }
        return known.schemas();
    }

    private List<Schema> compile() {
        Map<String, Classified.Level> levels = new HashMap<>();
        for (ObjectTree level : objects.list(PriorityLevelConfiguration.RESOURCE)) {
            boolean exempt = level.object("spec").text("type").equals("Exempt");
            levels.put(ObjectMeta.name(level), new Classified.Level(named(level), exempt));
        }
        return objects.list(FlowSchema.RESOURCE).stream()
                .sorted(Comparator.comparingLong(Classifier::precedence).thenComparing(ObjectMeta::name))
                .flatMap(schema -> compile(schema, levels).stream())
                .toList();
    }

    private Optional<Schema> compile(ObjectTree schema, Map<String, Classified.Level> levels) {
        ObjectTree spec = schema.object("spec");
        return Optional.ofNullable(levels.get(spec.object("priorityLevelConfiguration").text("name")))
                .map(level -> new Schema(
                        named(schema),
                        level,
                        spec.object("distinguisherMethod").text("type"),
                        FlowRules.of(spec.list("rules").objects()),
                        figures.of(ObjectMeta.name(schema), level.object().name())));
    }

    private static long precedence(ObjectTree schema) {
        ObjectTree spec = schema.object("spec");
        return spec.has("matchingPrecedence") ? spec.get("matchingPrecedence").asLong() : USUAL_PRECEDENCE;
    }

    private static Classified.Named named(ObjectTree object) {
        return new Classified.Named(ObjectMeta.name(object), ObjectMeta.uid(object));
    }
}
