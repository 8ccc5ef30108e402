package dev.pilothouse.controllers.horizontalpodautoscaler;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;

/// What can be said of metrics where nobody serves any: this cluster has no resource, custom or external metrics API.
final class Metrics {
    private static final String RESOURCE = "unable to fetch metrics from resource metrics API: the server could not find"
            + " the requested resource (get pods.metrics.k8s.io)";
    private static final String CUSTOM = "unable to fetch metrics from custom metrics API: no custom metrics API"
            + " (custom.metrics.k8s.io) registered";

    private Metrics() {}

    /// Why a metric can't be had.
    ///
    /// @param reason of the event and the condition
    /// @param message of both
    /// @param whole the same, as the summary of all metrics has it
    record Failure(String reason, String message, String whole) {}

    static Failure failure(ObjectTree metric, String namespace) {
        return switch (metric.text("type")) {
            case "Resource" -> resource(metric.object("resource"), "FailedGetResourceMetric", "resource");
            case "ContainerResource" ->
                resource(metric.object("containerResource"), "FailedGetContainerResourceMetric", "container");
            case "Pods" -> {
                String message = "unable to get metric " + name(metric.object("pods")) + ": " + CUSTOM;
                yield new Failure("FailedGetPodsMetric", message, "failed to get pods metric value: " + message);
            }
            case "Object" -> {
                ObjectTree described = metric.object("object").object("describedObject");
                String message = "unable to get metric " + name(metric.object("object")) + ": " + described.text("kind")
                        + " on " + namespace + " " + described.text("name") + "/" + CUSTOM;
                yield new Failure("FailedGetObjectMetric", message, "failed to get object metric value: " + message);
            }
            default -> {
                String name = name(metric.object("external"));
                String message = "unable to get external metric " + namespace + "/" + name + "/"
                        + "nil: unable to fetch metrics from external metrics API: the server could not find the"
                        + " requested resource (get " + name + ".external.metrics.k8s.io)";
                yield new Failure(
                        "FailedGetExternalMetric",
                        message,
                        "failed to get " + name + " external metric value: " + message);
            }
        };
    }

    private static Failure resource(ObjectTree metric, String reason, String kind) {
        String name = metric.text("name");
        String what = metric.object("target").has("averageValue") ? " usage" : " utilization";
        String message = "failed to get " + name + what + ": unable to get metrics for resource " + name + ": " + RESOURCE;
        return new Failure(reason, message, "failed to get " + name + " " + kind + " metric value: " + message);
    }

    private static String name(ObjectTree metric) {
        return metric.object("metric").text("name");
    }

    /// The failure of all together.
    static String summary(List<Failure> failures) {
        return "invalid metrics (" + failures.size() + " invalid out of " + failures.size() + "), first error is: "
                + failures.getFirst().whole();
    }
}
