package dev.pilothouse.apiserver.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;

/// What the process as a whole uses, under the names that Prometheus' clients share. Asked at each scrape.
final class ProcessFigures {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private ProcessFigures() {}

    static void register(PrometheusRegistry registry) {
        var _ = CounterWithCallback.builder()
                .name("process_cpu_seconds_total")
                .help("Total user and system CPU time spent in seconds.")
                .callback(sample -> sample.call(system().getProcessCpuTime() / NANOS))
                .register(registry);
        var _ = GaugeWithCallback.builder()
                .name("process_start_time_seconds")
                .help("Start time of the process since unix epoch in seconds.")
                .callback(sample -> sample.call(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS))
                .register(registry);
        var _ = GaugeWithCallback.builder()
                .name("process_virtual_memory_bytes")
                .help("Virtual memory size in bytes.")
                .callback(sample -> sample.call(system().getCommittedVirtualMemorySize()))
                .register(registry);
        var _ = GaugeWithCallback.builder()
                .name("jvm_memory_used_bytes")
                .help("Memory that objects use, in bytes.")
                .labelNames("area")
                .callback(sample -> {
                    var memory = ManagementFactory.getMemoryMXBean();
                    sample.call(memory.getHeapMemoryUsage().getUsed(), "heap");
                    sample.call(memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                })
                .register(registry);
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }
}
