package dev.pilothouse.bench;

import dev.pilothouse.api.apply.Apply;
import dev.pilothouse.api.apply.FieldSet;
import dev.pilothouse.api.apply.ManagedFields;
import dev.pilothouse.api.apply.Shapes;
import dev.pilothouse.api.apply.Tracking;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What `managedFields` cost in a write.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OwnershipBenchmark {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Shapes shapes = new Shapes();
    private final Tracking whole = tracking("", "status");
    private final Tracking status = tracking("status", "spec");
    private final ObjectTree pod = pod();
    private final ObjectTree stored = stored();

    private Tracking tracking(String subresource, String reset) {
        TypeSchema type = Schemas.builtIn().type("io.k8s.api.core.v1.Pod");
        return Tracking.of(shapes, type, "v1", subresource, FieldSet.of(List.of(List.of(reset))));
    }

    private static ObjectTree pod() {
        try {
            ObjectTree pod = Json.parse(SamplePod.json()).asObject();
            return Json.seal(pod.with("metadata", pod.object("metadata").without("managedFields")))
                    .asObject();
        } catch (MalformedJson broken) {
            throw new IllegalStateException(broken);
        }
    }

    private ObjectTree stored() {
        ObjectTree created = ManagedFields.afterUpdate(whole, ObjectTree.EMPTY, pod, "kubectl", NOW);
        return Json.seal(created.withAt(Tree.of("1"), "metadata", "uid")).asObject();
    }

    @Benchmark
    public ObjectTree create() {
        return ManagedFields.afterUpdate(whole, ObjectTree.EMPTY, pod, "kubectl", NOW);
    }

    /// One field of a stored object changes.
    @Benchmark
    public ObjectTree updateStatus() {
        ObjectTree changed = stored.withAt(Tree.of("Failed"), "status", "phase");
        return ManagedFields.afterUpdate(status, stored, changed, "kubelet", NOW);
    }

    /// A configuration of one label.
    @Benchmark
    public ObjectTree apply() {
        ObjectTree config = ObjectTree.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .build()
                .withAt(Tree.of("b"), "metadata", "labels", "a");
        return Apply.apply(whole, stored, config, "labeller", true, NOW).object();
    }
}
