package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.core.pod.ResourceNames;
import dev.pilothouse.kinds.core.pod.ResourceRules;
import dev.pilothouse.kinds.rules.Place;
import java.math.MathContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Rules for limit ranges: every default lies between the least and the most.
final class LimitRangeRules {
    private static final Set<String> TYPES = Set.of("Pod", "Container", "PersistentVolumeClaim");

    private LimitRangeRules() {}

    static void check(Place range) {
        Set<String> types = new HashSet<>();
        range.at("spec", "limits").each(limit -> {
            Place type = limit.at("type");
            List<String> broken = NameRules.qualifiedName(type.text());
            type.invalidEach(broken);
            if (broken.isEmpty() && type.text().indexOf('/') < 0 && !TYPES.contains(type.text())) {
                type.invalid("must be a standard limit type or fully qualified");
            }
            if (!types.add(type.text())) {
                type.duplicate();
            }
            limit(limit, type.text());
        });
    }

    private static void limit(Place limit, String type) {
        Set<String> names = new TreeSet<>();
        named(limit.at("max"), type, names);
        named(limit.at("min"), type, names);
        for (Place defaults : List.of(limit.at("default"), limit.at("defaultRequest"))) {
            if (!type.equals("Pod")) {
                named(defaults, type, names);
            } else if (!defaults.isEmpty()) {
                defaults.forbidden("may not be specified when `type` is 'Pod'");
            }
        }
        boolean sized = limit.at("min").object().has("storage") || limit.at("max").object().has("storage");
        if (type.equals("PersistentVolumeClaim") && !sized) {
            limit.at("limits")
                    .required("either minimum or maximum storage value is required, but neither was provided");
        }
        named(limit.at("maxLimitRequestRatio"), type, names);
        names.forEach(name -> amounts(limit, name));
    }

    private static void named(Place list, String type, Set<String> names) {
        list.eachKey(entry -> {
            names.add(entry.name());
            if (type.equals("Pod") || type.equals("Container")) {
                ResourceRules.containerName(entry);
            } else {
                ResourceRules.name(entry);
            }
        });
    }

    private static void amounts(Place limit, String name) {
        notAbove(limit, "min", name, "max", "min", "min value %s is greater than max value %s");
        notAbove(limit, "min", name, "defaultRequest", "defaultRequest", "min value %s is greater than default request value %s");
        notAbove(limit, "defaultRequest", name, "max", "defaultRequest", "default request value %s is greater than max value %s");
        notAbove(limit, "defaultRequest", name, "default", "defaultRequest", "default request value %s is greater than default limit value %s");
        notAbove(limit, "min", name, "default", "default", "min value %s is greater than default value %s");
        notAbove(limit, "default", name, "max", "default", "default value %s is greater than max value %s");
        ratio(limit, name);
        Optional<Quantity> most = amount(limit, "default", name);
        Optional<Quantity> asked = amount(limit, "defaultRequest", name);
        if (most.isPresent() && asked.isPresent() && !ResourceNames.isOvercommitted(name)
                && most.get().compareTo(asked.get()) != 0) {
            limit.at("defaultRequest")
                    .key(name)
                    .invalid("default value " + most.get() + " must equal to defaultRequest value " + asked.get()
                            + " in " + name);
        }
    }

    private static Optional<Quantity> amount(Place limit, String list, String name) {
        Place amount = limit.at(list).at(name);
        return amount.isAbsent() ? Optional.empty() : Optional.of(Quantities.parse(amount.text()));
    }

    /// @param at the list to report at, with the lesser amount as the offending one
    private static void notAbove(Place limit, String less, String name, String more, String at, String message) {
        Optional<Quantity> low = amount(limit, less, name);
        Optional<Quantity> high = amount(limit, more, name);
        if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
            limit.at(at)
                    .key(name)
                    .invalid(low.get().toString(), String.format(Locale.ROOT, message, low.get(), high.get()));
        }
    }

    private static void ratio(Place limit, String name) {
        Optional<Quantity> ratio = amount(limit, "maxLimitRequestRatio", name);
        if (ratio.isEmpty()) {
            return;
        }
        Place place = limit.at("maxLimitRequestRatio").key(name);
        if (ratio.get().compareTo(Quantity.parse("1")) < 0) {
            place.invalid(ratio.get().toString(), "ratio " + ratio.get() + " is less than 1");
        }
        Optional<Quantity> least = amount(limit, "min", name);
        Optional<Quantity> most = amount(limit, "max", name);
        if (least.isPresent() && most.isPresent() && least.get().sign() > 0) {
            double bound = most.get().amount().divide(least.get().amount(), MathContext.DECIMAL64).doubleValue();
            if (ratio.get().asDouble() > bound) {
                place.invalid(
                        ratio.get().toString(),
                        String.format(Locale.ROOT, "ratio %s is greater than max/min = %f", ratio.get(), bound));
            }
        }
    }
}
