package dev.pilothouse.apiserver.flow;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.FlowFamilies;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What is counted of requests by FlowSchema and priority level. Who classifies finds the counts once for each schema, not for each
/// request. Safe for use by many threads.
final class FlowFigures implements Source {
    private final Series<LongAdder> dispatched = Series.counts(FlowFamilies.DISPATCHED);
    private final Series<LongAdder> rejected = Series.counts(FlowFamilies.REJECTED);
    private final Series<LongAdder> executing = Series.counts(FlowFamilies.EXECUTING);
    private final Series<LongAdder> waiting = Series.counts(FlowFamilies.WAITING);
    private final Series<Distribution> queues = Series.distributions(FlowFamilies.QUEUE_LENGTH);
    private final Series<Distribution> waits = Series.distributions(FlowFamilies.WAIT);
    private final Series<Distribution> executions = Series.distributions(FlowFamilies.EXECUTION);

    FlowCounts of(String schema, String level) {
        return new FlowCounts(
                dispatched.of(schema, level),
                rejected.of(schema, level, "queue-full"),
                rejected.of(schema, level, "time-out"),
                executing.of(schema, level),
                waiting.of(schema, level),
                queues.of(schema, level),
                waits.of("true", schema, level),
                waits.of("false", schema, level),
                executions.of(schema, level, "regular"),
                executions.of(schema, level, "watch"));
    }

    @Override
    public void tell(Sink sink) {
        List.of(dispatched, rejected, executing, waiting, queues, waits, executions).forEach(series -> series.tell(sink));
        executing.tellAs(FlowFamilies.EXECUTING_SEATS, sink);
        waiting.tellAs(FlowFamilies.WAITING_SEATS, sink);
    }
}
