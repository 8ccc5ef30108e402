package dev.pilothouse.kinds.autoscaling;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Map;

/// Rules for the metrics that an autoscaler follows. Each says what it measures in the field of its type.
final class MetricRules {
    private static final String VALUE_OR_AVERAGE = "must set either a target value for metric or a per-pod target";
    private static final String RAW_OR_USE = "must set either a target raw value or a target utilization";

    private static final Map<String, String> FIELDS = Map.of(
            "ContainerResource", "containerResource",
            "External", "external",
            "Object", "object",
            "Pods", "pods",
            "Resource", "resource");
    private static final List<String> TYPES = FIELDS.keySet().stream().sorted().toList();
    private static final Check NAME =
            Checks.required("must specify a metric name", Checks.syntax(NameRules::pathSegment));
    private static final Check CONTAINER = Checks.required("must specify a container", Checks.DNS_LABEL);

    private MetricRules() {}

    static void check(Place metric) {
        Place type = metric.at("type");
        if (type.isEmpty()) {
            type.required("must specify a metric source type");
        }
        if (!TYPES.contains(type.text())) {
            type.notSupported(TYPES);
        }
        String expected = FIELDS.getOrDefault(type.text(), "");
        if (expected.isEmpty()) {
            // Upstream says it again where it looks for the field that goes with the type.
            type.notSupported(TYPES);
        }
        if (!expected.isEmpty() && metric.at(expected).isAbsent()) {
            metric.at(expected).required("must populate information for the given metric source");
        }
        for (String field : FIELDS.values()) {
            Place source = metric.at(field);
            if (source.isPresent()) {
                source(source, field);
                if (!field.equals(expected) && !expected.isEmpty()) {
                    source.forbidden("must populate the given metric source only");
                }
            }
        }
    }

    private static void source(Place source, String field) {
        Place target = source.at("target");
        switch (field) {
            case "object" -> {
                Place described = source.at("describedObject");
                HorizontalPodAutoscalerRules.reference(described);
                GroupVersion.malformed(described.at("apiVersion").text())
                        .ifPresent(described.at("apiVersion")::invalidText);
                NAME.check(source.at("metric", "name"));
                target(target);
                if (target.at("value").isAbsent() && target.at("averageValue").isAbsent()) {
                    target.at("averageValue").required("must set either a target value or averageValue");
                }
            }
            case "external" -> {
                NAME.check(source.at("metric", "name"));
                Checks.SELECTOR.check(source.at("metric", "selector"));
                target(target);
                eitherOr(target, "value", "averageValue", "averageValue", "value", VALUE_OR_AVERAGE,
                        "may not set both a target value for metric and a per-pod target");
            }
            case "pods" -> {
                NAME.check(source.at("metric", "name"));
                target(target);
                Place average = target.at("averageValue");
                if (average.isAbsent() || Quantities.parse(average.text()).sign() <= 0) {
                    average.required("must specify a positive target averageValue");
                }
            }
            default -> {
                source.at("name").check(Checks.required("must specify a resource name"));
                if (field.equals("containerResource")) {
                    CONTAINER.check(source.at("container"));
                }
                target(target);
                eitherOr(target, "averageUtilization", "averageValue", "averageUtilization", "averageValue", RAW_OR_USE,
                        "may not set both a target raw value and a target utilization");
            }
        }
    }

    /// @param missing the field to name when neither is there
    /// @param surplus the field to name when both are
    private static void eitherOr(
            Place target, String one, String other, String missing, String surplus, String none, String both) {
        boolean hasOne = target.at(one).isPresent();
        boolean hasOther = target.at(other).isPresent();
        if (!hasOne && !hasOther) {
            target.at(missing).required(none);
        }
        if (hasOne && hasOther) {
            target.at(surplus).forbidden(both);
        }
    }

    private static void target(Place target) {
        Place type = target.at("type");
        if (type.isEmpty()) {
            type.required("must specify a metric target type");
        }
        if (!type.is("Utilization") && !type.is("Value") && !type.is("AverageValue")) {
            type.invalidText("must be either Utilization, Value, or AverageValue");
        }
        for (String amount : List.of("value", "averageValue")) {
            if (target.at(amount).isPresent() && Quantities.parse(target.at(amount).text()).sign() <= 0) {
                target.at(amount).invalid("must be positive");
            }
        }
        Place use = target.at("averageUtilization");
        if (use.isPresent() && use.number() < 1) {
            use.invalid("must be greater than 0");
        }
    }
}
