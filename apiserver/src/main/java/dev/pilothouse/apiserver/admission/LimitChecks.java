package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What one entry of a limit range has to say of a pod or a claim, in upstream's words.
final class LimitChecks {
    private LimitChecks() {}

    /// What something asks for, and what it is held to.
    private record Amounts(Map<String, Quantity> requests, Map<String, Quantity> limits) {
        static Amounts of(ObjectTree resources) {
            return new Amounts(quantities(resources.object("requests")), quantities(resources.object("limits")));
        }

        Amounts plus(Amounts other) {
            return new Amounts(sum(requests, other.requests), sum(limits, other.limits));
        }

        Amounts atLeast(Amounts other) {
            return new Amounts(most(requests, other.requests), most(limits, other.limits));
        }
    }

    static List<String> ofPod(ObjectTree limit, ObjectTree pod) {
        ObjectTree spec = pod.object("spec");
        List<String> problems = new ArrayList<>();
        switch (limit.text("type")) {
            case "Container" -> {
                for (String list : List.of("containers", "initContainers")) {
                    for (ObjectTree container : spec.list(list).objects()) {
                        all(limit, Amounts.of(container.object("resources")), problems);
                    }
                }
            }
            case "Pod" -> all(limit, whole(spec), problems);
            default -> {}
        }
        return problems;
    }

    static List<String> ofClaim(ObjectTree limit, ObjectTree claim) {
        List<String> problems = new ArrayList<>();
        if (limit.text("type").equals("PersistentVolumeClaim")) {
            Amounts asked = new Amounts(
                    quantities(claim.object("spec").object("resources").object("requests")), Map.of());
            bounds(limit, "min").forEach((name, bound) -> least(limit, name, bound, asked).ifPresent(problems::add));
            bounds(limit, "max").forEach((name, bound) -> mostAsked(limit, name, bound, asked).ifPresent(problems::add));
        }
        return problems;
    }

    /// Containers run together; those that start the pod run one after the other, but for those that stay.
    private static Amounts whole(ObjectTree spec) {
        Amounts running = new Amounts(Map.of(), Map.of());
        for (ObjectTree container : spec.list("containers").objects()) {
            running = running.plus(Amounts.of(container.object("resources")));
        }
        Amounts staying = new Amounts(Map.of(), Map.of());
        Amounts starting = staying;
        for (ObjectTree container : spec.list("initContainers").objects()) {
            Amounts own = Amounts.of(container.object("resources"));
            if (container.text("restartPolicy").equals("Always")) {
                running = running.plus(own);
                staying = staying.plus(own);
                starting = starting.atLeast(staying);
            } else {
                starting = starting.atLeast(own.plus(staying));
            }
        }
        Amounts whole = running.atLeast(starting);
        ObjectTree own = spec.object("resources");
        return own.isEmpty() ? whole : overridden(whole, Amounts.of(own));
    }

    /// What a pod says for itself counts instead of what its containers say.
    private static Amounts overridden(Amounts summed, Amounts own) {
        Map<String, Quantity> requests = new HashMap<>(summed.requests());
        requests.putAll(own.requests());
        Map<String, Quantity> limits = new HashMap<>(summed.limits());
        limits.putAll(own.limits());
        return new Amounts(requests, limits);
    }

    private static void all(ObjectTree limit, Amounts amounts, List<String> problems) {
        bounds(limit, "min").forEach((name, bound) -> least(limit, name, bound, amounts).ifPresent(problems::add));
        bounds(limit, "max").forEach((name, bound) -> most(limit, name, bound, amounts).ifPresent(problems::add));
        bounds(limit, "maxLimitRequestRatio")
                .forEach((name, bound) -> ratio(limit, name, bound, amounts).ifPresent(problems::add));
    }

    private static Optional<String> least(ObjectTree limit, String name, Quantity bound, Amounts amounts) {
        Quantity request = amounts.requests().get(name);
        Quantity held = amounts.limits().get(name);
        String rule = "minimum " + name + " usage per " + limit.text("type") + " is " + bound;
        if (request == null) {
            return Optional.of(rule + ".  No request is specified");
        }
        if (request.compareTo(bound) < 0) {
            return Optional.of(rule + ", but request is " + request);
        }
        return held != null && held.compareTo(bound) < 0
                ? Optional.of(rule + ", but limit is " + held)
                : Optional.empty();
    }

    private static Optional<String> most(ObjectTree limit, String name, Quantity bound, Amounts amounts) {
        Quantity request = amounts.requests().get(name);
        Quantity held = amounts.limits().get(name);
        String rule = "maximum " + name + " usage per " + limit.text("type") + " is " + bound;
        if (held == null) {
            return Optional.of(rule + ".  No limit is specified");
        }
        if (held.compareTo(bound) > 0) {
            return Optional.of(rule + ", but limit is " + held);
        }
        return request != null && request.compareTo(bound) > 0
                ? Optional.of(rule + ", but request is " + request)
                : Optional.empty();
    }

    private static Optional<String> mostAsked(ObjectTree limit, String name, Quantity bound, Amounts amounts) {
        Quantity request = amounts.requests().get(name);
        String rule = "maximum " + name + " usage per " + limit.text("type") + " is " + bound;
        if (request == null) {
            return Optional.of(rule + ".  No request is specified");
        }
        return request.compareTo(bound) > 0 ? Optional.of(rule + ", but request is " + request) : Optional.empty();
    }

    private static Optional<String> ratio(ObjectTree limit, String name, Quantity bound, Amounts amounts) {
        Quantity request = amounts.requests().get(name);
        Quantity held = amounts.limits().get(name);
        String rule = name + " max limit to request ratio per " + limit.text("type") + " is " + bound;
        if (request == null || request.isZero()) {
            return Optional.of(rule + ", but no request is specified or request is 0");
        }
        if (held == null || held.isZero()) {
            return Optional.of(rule + ", but no limit is specified or limit is 0");
        }
        double ratio = held.asDouble() / request.asDouble();
        return ratio > bound.asDouble()
                ? Optional.of(rule + ", but provided ratio is " + String.format(Locale.ROOT, "%f", ratio))
                : Optional.empty();
    }

    private static Map<String, Quantity> bounds(ObjectTree limit, String list) {
        return quantities(limit.object(list));
    }

    private static Map<String, Quantity> quantities(ObjectTree amounts) {
        Map<String, Quantity> quantities = new TreeMap<>();
        for (ObjectTree.Field amount : amounts.fields()) {
            quantities.put(amount.name(), Quantity.parse(amount.value().asText()));
        }
        return quantities;
    }

    private static Map<String, Quantity> sum(Map<String, Quantity> one, Map<String, Quantity> other) {
        Map<String, Quantity> sum = new HashMap<>(one);
        other.forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
        return sum;
    }

    private static Map<String, Quantity> most(Map<String, Quantity> one, Map<String, Quantity> other) {
        Map<String, Quantity> most = new HashMap<>(one);
        other.forEach((name, amount) -> most.merge(name, amount, (a, b) -> a.compareTo(b) >= 0 ? a : b));
        return most;
    }
}
