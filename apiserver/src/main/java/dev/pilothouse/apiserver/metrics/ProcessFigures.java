package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the process as a whole uses. Asked of the machine at each scrape.
public record ProcessFigures() implements Source {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final long KIBI = 1024;

    @Override
    public void tell(Sink sink) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        sink.value(Families.CPU, system.getProcessCpuTime() / NANOS);
        sink.value(Families.STARTED, ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
        sink.value(Families.VIRTUAL, system.getCommittedVirtualMemorySize());
        if (system instanceof UnixOperatingSystemMXBean unix) {
            sink.value(Families.OPEN_FILES, unix.getOpenFileDescriptorCount());
            sink.value(Families.MAX_FILES, unix.getMaxFileDescriptorCount());
        }
        tellResident(sink);
        sink.value(Families.THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> {
            sink.value(Families.COLLECTIONS, collector.getCollectionCount(), collector.getName());
            sink.value(Families.COLLECTION_SECONDS, collector.getCollectionTime() / MILLIS, collector.getName());
        });
        var memory = ManagementFactory.getMemoryMXBean();
        sink.value(Families.HEAP, memory.getHeapMemoryUsage().getUsed(), "heap");
        sink.value(Families.HEAP, memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
    }

    /// Only Linux tells it where it can be read; elsewhere it isn't told.
    private static void tellResident(Sink sink) {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return;
        }
        try (var lines = Files.lines(status)) {
            lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .forEach(kibi -> sink.value(Families.RESIDENT, Long.parseLong(kibi) * (double) KIBI));
        } catch (IOException unreadable) {
            // A page of figures is worth having without this one.
            return;
        }
    }
}
