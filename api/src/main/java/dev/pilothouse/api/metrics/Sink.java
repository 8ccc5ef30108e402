package dev.pilothouse.api.metrics;

/// Where values are told to, once for each combination of labels.
public interface Sink {
    /// @param labels values, in the order of the family's labels
    void value(Family family, double value, String... labels);

    /// @param labels values, in the order of the family's labels
    void distribution(Family family, Distribution distribution, String... labels);

    /// Who has no use for ranks leaves them out.
    ///
    /// @param labels values, in the order of the family's labels
    default void quantiles(Family family, Quantiles quantiles, String... labels) {}
}
