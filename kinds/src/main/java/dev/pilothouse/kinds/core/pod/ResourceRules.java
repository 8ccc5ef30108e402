package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Rules for what containers, pods and nodes have and ask for.
public final class ResourceRules {
    private static final String STANDARD = "must be a standard resource type or fully qualified";

    private static final BigDecimal COUNTABLE = BigDecimal.valueOf(Long.MAX_VALUE);

    private ResourceRules() {}

    /// The name of a resource of any sort. Answers whether it is well-formed.
    public static boolean name(Place entry) {
        List<String> broken = NameRules.qualifiedName(entry.name());
        entry.invalidEach(entry.name(), broken);
        if (!broken.isEmpty()) {
            return false;
        }
        if (entry.name().indexOf('/') < 0 && !ResourceNames.isStandard(entry.name())) {
            entry.invalid(entry.name(), STANDARD);
            return false;
        }
        return true;
    }

    /// The name of a resource that containers ask for.
    public static void containerName(Place entry) {
        String name = entry.name();
        name(entry);
        if (name.indexOf('/') < 0) {
            if (!ResourceNames.isForContainers(name)) {
                entry.invalid(name, "must be a standard resource for containers");
            }
        } else if (!ResourceNames.isNative(name)
                && (name.startsWith("requests.")
                        || !NameRules.qualifiedName("requests." + name).isEmpty())) {
            entry.invalid(name, "doesn't follow extended resource name standard");
        }
    }

    private static void podName(Place entry) {
        if (name(entry) && !ResourceNames.isForWholePods(entry.name())) {
            entry.problems().notSupported(entry.path(), entry.name(), List.of("cpu", "hugepages-", "memory"));
        }
    }

    /// A quantity of a resource: not negative, and whole where the resource comes in pieces.
    public static void quantity(Place entry) {
        quantity(entry, entry.name());
    }

    public static void quantity(Place place, String resource) {
        Quantity quantity = Quantities.parse(place.text());
        if (quantity.sign() < 0) {
            place.invalid(quantity.toString(), "must be greater than or equal to 0");
        }
        if (ResourceNames.isCounted(resource) && !Quantities.isWhole(quantity)) {
            place.invalid(quantity.toString(), "must be an integer");
        }
    }

    /// A quantity of anything that something has: not negative, whatever it is of.
    public static void amount(Place entry) {
        long whole = Quantities.parse(entry.text()).value();
        if (whole < 0) {
            entry.invalid(Tree.of(whole), "must be a valid resource quantity");
        }
    }

    static void ofContainer(Place resources, PodScope scope) {
        if (!resources.isEmpty()) {
            requirements(resources, ResourceRules::containerName, scope);
        }
    }

    /// Whether a pod or template has hugepages that no page fits into; it may keep them.
    static boolean hasIndivisibleHugePages(ObjectTree spec) {
        for (String list : Containers.LISTS) {
            for (Tree container : spec.list(list)) {
                ObjectTree resources = container.asObject().object("resources");
                if (hasIndivisible(resources.object("limits")) || hasIndivisible(resources.object("requests"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasIndivisible(ObjectTree resources) {
        for (ObjectTree.Cursor c = resources.cursor(); c.next(); ) {
            if (ResourceNames.isHugePages(c.name())
                    && !isDivisible(c.name(), Quantities.parse(c.value().asText()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDivisible(String name, Quantity quantity) {
        Quantity page;
        try {
            page = Quantity.parse(name.substring(ResourceNames.HUGE_PAGES.length()));
        } catch (dev.pilothouse.api.meta.MalformedQuantity e) {
            return false;
        }
        if (page.sign() <= 0 || quantity.sign() < 0) {
            return false;
        }
        // Nobody counts the pages of more than 64 bits.
        return quantity.amount().compareTo(COUNTABLE) > 0 || quantity.value() % page.value() == 0;
    }

    private static void requirements(Place resources, Consumer<Place> nameRule, PodScope scope) {
        ObjectTree limits = resources.at("limits").object();
        boolean[] computed = new boolean[1];
        boolean[] huge = new boolean[1];
        Consumer<Place> named = entry -> {
            nameRule.accept(entry);
            quantity(entry);
        };
        Consumer<Place> paged = entry -> {
            String name = entry.name();
            if (ResourceNames.isHugePages(name)) {
                huge[0] = true;
                Quantity quantity = Quantities.parse(entry.text());
                if (!scope.lenient().hugePages() && !isDivisible(name, quantity)) {
                    entry.invalid(
                            quantity.toString(), quantity + " is not positive integer multiple of " + name);
                }
            }
            computed[0] |= name.equals("cpu") || name.equals("memory");
        };
        resources.at("limits").eachKey(named.andThen(paged));
        Place requests = resources.at("requests");
        requests.eachKey(entry -> {
            named.accept(entry);
            atMost(requests, entry, limits, resources.at("limits"));
            paged.accept(entry);
        });
        if (huge[0] && !computed[0]) {
            resources.forbidden("HugePages require cpu or memory");
        }
        claims(resources.at("claims"), scope);
    }

    private static void atMost(Place requests, Place request, ObjectTree limits, Place limitsPlace) {
        String name = request.name();
        if (!limits.has(name)) {
            if (!ResourceNames.isOvercommitted(name)) {
                limitsPlace.required("Limit must be set for non overcommitable resources");
            }
            return;
        }
        Quantity quantity = Quantities.parse(request.text());
        Quantity limit = Quantities.of(limits, name);
        if (!quantity.equals(limit) && !ResourceNames.isOvercommitted(name)) {
            requests.invalid(quantity.toString(), "must be equal to " + name + " limit of " + limit);
        } else if (quantity.compareTo(limit) > 0) {
            requests.invalid(quantity.toString(), "must be less than or equal to " + name + " limit of " + limit);
        }
    }

    private static void claims(Place claims, PodScope scope) {
        Set<String> keys = new HashSet<>();
        claims.each(claim -> {
            String name = claim.at("name").text();
            String request = claim.at("request").text();
            if (name.isEmpty()) {
                claim.required("");
                return;
            }
            if (keys.contains(name)) {
                claim.duplicate(name);
            } else {
                if (!request.isEmpty()) {
                    Checks.DNS_LABEL.check(claim.at("request"));
                } else if (keys.stream().anyMatch(key -> key.startsWith(name + "/"))) {
                    claim.duplicate(name);
                }
                String key = request.isEmpty() ? name : name + "/" + request;
                if (!keys.add(key)) {
                    claim.duplicate(key);
                }
            }
            if (!scope.claims().contains(name)) {
                String known = scope.claims().isEmpty()
                        ? " which is empty"
                        : ": "
                                + String.join(
                                        ", ", scope.claims().stream().sorted().toList());
                claim.notFound(name, "must be one of the names in pod.spec.resourceClaims" + known);
            }
        });
    }

    /// Resources of a pod as a whole: enough for its containers.
    static void ofPod(Place resources, PodScope scope) {
        if (resources.isAbsent()) {
            return;
        }
        if (resources.at("claims").isPresent()) {
            resources.at("claims").forbidden("claims cannot be set for Resources at pod-level");
        }
        requirements(resources, ResourceRules::podName, scope);
        ObjectTree spec = scope.spec().object();
        ObjectTree requests = resources.at("requests").object();
        for (Map.Entry<String, Quantity> sum : Aggregate.requests(spec).entrySet()) {
            Quantity whole = Quantities.of(requests, sum.getKey());
            if (ResourceNames.isForWholePods(sum.getKey()) && sum.getValue().compareTo(whole) > 0) {
                resources
                        .at("requests")
                        .key(sum.getKey())
                        .invalid(
                                whole.toString(),
                                "must be greater than or equal to aggregate container requests of "
                                        + sum.getValue());
            }
        }
        ObjectTree limits = resources.at("limits").object();
        Place containers = resources.at("containers").with(scope.spec().at("containers").value());
        containers.each(container -> {
            for (ObjectTree.Cursor c = container
                            .object()
                            .object("resources")
                            .object("limits")
                            .cursor();
                    c.next(); ) {
                if (!limits.has(c.name())) {
                    continue;
                }
                Quantity whole = Quantities.of(limits, c.name());
                Quantity limit = Quantities.parse(c.value().asText());
                if (limit.compareTo(whole) > 0) {
                    container
                            .key(c.name())
                            .at("limits")
                            .invalid(limit.toString(), "must be less than or equal to pod limits of " + whole);
                }
            }
        });
    }

    /// What running a pod costs beside its containers.
    /// What a class of runtimes takes besides its containers.
    public static void overhead(Place overhead) {
        overhead(overhead, PodScope.of(overhead, "", false, Leniency.NONE));
    }

    static void overhead(Place overhead, PodScope scope) {
        if (overhead.isPresent()) {
            Place resources = overhead.with(ObjectTree.of("limits", overhead.value()));
            requirements(resources, ResourceRules::containerName, scope);
        }
    }
}
