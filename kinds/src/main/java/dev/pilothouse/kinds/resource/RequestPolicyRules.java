package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.Bounded;
import dev.pilothouse.kinds.rules.Place;

/// Rules for how much of a device's capacity may be asked for, where several claims share the device.
final class RequestPolicyRules {
    private static final int OPTIONS_LIMIT = 10;

    private RequestPolicyRules() {}

    static void check(Place capacity) {
        Place policy = capacity.at("requestPolicy");
        if (policy.isAbsent()) {
            return;
        }
        Place values = policy.at("validValues");
        Place range = policy.at("validRange");
        if (!values.isEmpty() && range.isPresent()) {
            policy.forbidden("exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at"
                    + " the same time");
            return;
        }
        Quantity whole = quantity(capacity.at("value"));
        Place fallback = policy.at("default");
        if (!values.isEmpty()) {
            if (fallback.isAbsent()) {
                fallback.required("required when validValues is defined");
            } else {
                values(values, quantity(fallback), whole);
            }
        } else if (range.isPresent()) {
            if (fallback.isAbsent()) {
                fallback.required("required when validRange is defined");
            } else {
                range(range, quantity(fallback), whole);
            }
        }
    }

    private static Quantity quantity(Place place) {
        return Quantities.parse(place.text());
    }

    private static void values(Place values, Quantity fallback, Quantity whole) {
        values.each(value -> {
            if (value.index() > 0) {
                Quantity before = Quantities.parse(values.list().get(value.index() - 1).asText());
                if (before.compareTo(quantity(value)) > 0) {
                    value.invalid("values must be sorted in ascending order");
                }
            }
        });
        Bounded.set(
                values,
                OPTIONS_LIMIT,
                value -> {
                    if (quantity(value).compareTo(whole) > 0) {
                        value.invalid("option is larger than capacity value: " + whole);
                    }
                },
                value -> Tree.of(Long.toString(quantity(value).value())));
        boolean tooMany = values.list().size() > OPTIONS_LIMIT;
        if (tooMany
                || values.list().stream().noneMatch(value -> Quantities.parse(value.asText()).compareTo(fallback) == 0)) {
            values.invalid(fallback.toString(), "default value is not valid according to the requestPolicy");
        }
    }

    private static void range(Place range, Quantity fallback, Quantity whole) {
        Place least = range.at("min");
        Place most = range.at("max");
        if (least.isAbsent()) {
            least.required("required when validRange is defined");
            return;
        }
        Quantity min = quantity(least);
        Place shown = range.at("default");
        if (min.compareTo(whole) > 0) {
            least.invalid("min is larger than capacity value: " + whole);
        }
        if (fallback.compareTo(min) < 0) {
            shown.invalid(fallback.toString(), "default is less than min: " + min);
        }
        if (most.isPresent()) {
            Quantity max = quantity(most);
            if (min.compareTo(max) > 0) {
                most.invalid(min.toString(), "min is larger than max: " + max);
            }
            if (max.compareTo(whole) > 0) {
                most.invalid("max is larger than capacity value: " + whole);
            }
            if (fallback.compareTo(max) > 0) {
                shown.invalid(fallback.toString(), "default is more than max: " + max);
            }
        }
        Place step = range.at("step");
        if (step.isPresent()) {
            step(step, min, fallback, whole, most);
        }
    }

    private static void step(Place place, Quantity min, Quantity fallback, Quantity whole, Place most) {
        Quantity step = quantity(place);
        Quantity added = min.plus(step);
        if (added.compareTo(whole) > 0) {
            place.invalid("one step " + added + " is larger than capacity value: " + whole);
        }
        multiple(place, fallback, min, step);
        if (most.isPresent()) {
            multiple(place, quantity(most), min, step);
        }
    }

    private static void multiple(Place place, Quantity value, Quantity min, Quantity step) {
        // Whole units: a step that rounds to none divides nothing.
        if (step.value() == 0 || (value.value() - min.value()) % step.value() != 0) {
            place.invalid(
                    value.toString(), "value is not a multiple of a given step (" + step + ") from (" + min + ")");
        }
    }
}
