package dev.pilothouse.apiserver.model;

import java.util.List;
import java.util.function.Predicate;

/// A selection as the query says it, and as the model understands it.
///
/// @param namespace empty for all
record Pick(String namespace, String labelSelector, String fieldSelector, Predicate<Facts> matching) {

    boolean takes(Facts facts) {
        return (namespace.isEmpty() || namespace.equals(facts.namespace())) && matching.test(facts);
    }

    boolean isEverything() {
        return labelSelector.isEmpty() && fieldSelector.isEmpty();
    }

    @Override
    public String toString() {
        return "[" + (namespace.isEmpty() ? "all namespaces" : namespace) + " labels '" + labelSelector + "' fields '"
                + fieldSelector + "']";
    }

    /// A selector and its meaning.
    record Rule(String selector, Predicate<Facts> meaning) {}

    static final List<Rule> LABELS = List.of(
            new Rule("", _ -> true),
            new Rule("", _ -> true),
            new Rule("color=red", facts -> "red".equals(facts.labels().get("color"))),
            new Rule("color!=red", facts -> !"red".equals(facts.labels().get("color"))),
            new Rule(
                    "color in (red,blue)",
                    facts -> List.of("red", "blue").contains(facts.labels().getOrDefault("color", ""))),
            new Rule(
                    "color notin (red,blue)",
                    facts -> !List.of("red", "blue").contains(facts.labels().getOrDefault("color", ""))),
            new Rule("!color", facts -> !facts.labels().containsKey("color")),
            new Rule("size,color=blue", facts -> facts.labels().containsKey("size")
                    && "blue".equals(facts.labels().get("color"))));

    static final List<Rule> OBJECT_FIELDS = List.of(
            new Rule("", _ -> true),
            new Rule("", _ -> true),
            new Rule("", _ -> true),
            equal("metadata.name", "a"),
            different("metadata.name", "b"),
            equal("metadata.namespace", "south"));

    static final List<Rule> POD_FIELDS = List.of(
            new Rule("", _ -> true),
            new Rule("", _ -> true),
            equal("metadata.name", "a"),
            equal("metadata.namespace", "north"),
            equal("spec.nodeName", "node-1"),
            equal("spec.nodeName", ""),
            different("spec.nodeName", ""),
            equal("status.phase", "Running"),
            different("status.phase", "Running"),
            both(equal("spec.nodeName", "node-2"), different("status.phase", "Failed")));

    private static Rule equal(String field, String value) {
        return new Rule(field + "=" + value, facts -> facts.field(field).equals(value));
    }

    private static Rule different(String field, String value) {
        return new Rule(field + "!=" + value, facts -> !facts.field(field).equals(value));
    }

    private static Rule both(Rule one, Rule other) {
        return new Rule(one.selector + "," + other.selector, one.meaning.and(other.meaning));
    }
}
