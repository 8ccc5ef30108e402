package dev.pilothouse.api.metrics;

/// Who knows some values. Asked at each scrape, by any thread.
@FunctionalInterface
public interface Source {
    void tell(Sink sink);
}
