package dev.pilothouse.api.quota;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Amounts by the names that quotas have for them: `pods`, `requests.cpu`, `count/deployments.apps`.
public record Usage(Map<String, Quantity> amounts) {
    public static final Usage NONE = new Usage(Map.of());

    public Usage {
        amounts = new TreeMap<>(amounts);
    }

    /// Reads a list of resources: names with quantities.
    public static Usage of(ObjectTree quantities) {
        Map<String, Quantity> amounts = new TreeMap<>();
        for (ObjectTree.Cursor c = quantities.cursor(); c.next(); ) {
            amounts.put(c.name(), Quantity.parse(c.value().asText()));
        }
        return new Usage(amounts);
    }

    static Usage one(String name) {
        return new Usage(Map.of(name, one()));
    }

    static Quantity one() {
        return Quantity.of(1, Quantity.Format.DECIMAL_SI);
    }

    /// Nothing of each.
    public static Usage zero(Set<String> names) {
        return new Usage(names.stream().collect(Collectors.toMap(name -> name, _ -> Quantity.ZERO)));
    }

    public Set<String> names() {
        return amounts.keySet();
    }

    public Usage plus(Usage other) {
        Map<String, Quantity> sum = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
        return new Usage(sum);
    }

    /// This, with the other's amounts in the place of its own.
    public Usage with(Usage other) {
        Map<String, Quantity> all = new TreeMap<>(amounts);
        all.putAll(other.amounts);
        return new Usage(all);
    }

    /// What this is more than the other; what it is less counts as nothing.
    public Usage beyond(Usage other) {
        Map<String, Quantity> more = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> more.computeIfPresent(
                name, (_, own) -> own.compareTo(amount) > 0 ? own.minus(amount) : Quantity.ZERO));
        return new Usage(more);
    }

    /// The greater of the two, name by name.
    Usage max(Usage other) {
        Map<String, Quantity> most = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> most.merge(name, amount, (a, b) -> a.compareTo(b) >= 0 ? a : b));
        return new Usage(most);
    }

    public Usage only(Set<String> names) {
        return where(names::contains);
    }

    public Usage withoutZeros() {
        return new Usage(amounts.entrySet().stream()
                .filter(each -> !each.getValue().isZero())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Usage where(Predicate<String> wanted) {
        return new Usage(amounts.entrySet().stream()
                .filter(each -> wanted.test(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /// The names of which there is more than the limit allows; a name without a limit is not limited.
    public Set<String> exceeding(Usage limit) {
        return where(name -> limit.amounts.containsKey(name)
                        && amounts.get(name).compareTo(limit.amounts.get(name)) > 0)
                .names();
    }

    public Set<String> negative() {
        return where(name -> amounts.get(name).sign() < 0).names();
    }

    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    public ObjectTree tree() {
        ObjectTree.Builder tree = ObjectTree.builder();
        amounts.forEach((name, amount) -> tree.put(name, amount.toString()));
        return tree.build();
    }

    /// As refusals show it: `pods=1,requests.cpu=100m`.
    @Override
    public String toString() {
        return amounts.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }
}
