package dev.pilothouse.bench;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.Tree;
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

/// What one object costs on its way in and out.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TreeBenchmark {
    private final byte[] received = SamplePod.json();
    private final byte[] canonical = canonical(received);

    /// A body as a client sends it.
    @Benchmark
    public byte[] parseAndWrite() throws MalformedJson {
        return Json.bytes(Json.parse(received)).copy();
    }

    /// A stored value as the cache reads it.
    @Benchmark
    public Tree parseCanonical() throws MalformedJson {
        return Json.parse(canonical);
    }

    private static byte[] canonical(byte[] json) {
        try {
            return Json.bytes(Json.parse(json)).copy();
        } catch (MalformedJson broken) {
            throw new IllegalStateException(broken);
        }
    }
}
