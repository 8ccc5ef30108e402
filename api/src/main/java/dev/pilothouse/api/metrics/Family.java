package dev.pilothouse.api.metrics;

import java.util.Arrays;
import java.util.List;

/// What is told under one name: name, type, labels and buckets are protocol (Kubernetes Metrics Reference, 1.36), the help is ours.
///
/// @param labels in alphabetical order
/// @param bounds upper bounds of a histogram's buckets, rising, without the infinite one; empty for other types
public record Family(String name, Type type, Stability stability, String help, List<String> labels, List<Double> bounds) {
    /// As the text format names it, in lower case.
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY
    }

    /// What upstream promises of the name.
    public enum Stability {
        ALPHA,
        BETA,
        STABLE,
        /// Not one of Kubernetes' own names, and not counted among them.
        FOREIGN
    }

    public Family {
        labels = List.copyOf(labels);
        bounds = List.copyOf(bounds);
    }

    public static Family counter(String name, String help, String... labels) {
        return new Family(name, Type.COUNTER, Stability.ALPHA, help, List.of(labels), List.of());
    }

    public static Family gauge(String name, String help, String... labels) {
        return new Family(name, Type.GAUGE, Stability.ALPHA, help, List.of(labels), List.of());
    }

    public static Family histogram(String name, String help, double[] bounds, String... labels) {
        return new Family(
                name, Type.HISTOGRAM, Stability.ALPHA, help, List.of(labels), Arrays.stream(bounds).boxed().toList());
    }

    /// Of values by rank.
    public static Family summary(String name, String help, String... labels) {
        return new Family(name, Type.SUMMARY, Stability.ALPHA, help, List.of(labels), List.of());
    }

    public Family stable() {
        return new Family(name, type, Stability.STABLE, help, labels, bounds);
    }

    public Family beta() {
        return new Family(name, type, Stability.BETA, help, labels, bounds);
    }

    public Family foreign() {
        return new Family(name, type, Stability.FOREIGN, help, labels, bounds);
    }

    /// The help as it is shown, led by the stability.
    public String shownHelp() {
        return stability == Stability.FOREIGN ? help : "[" + stability + "] " + help;
    }
}
