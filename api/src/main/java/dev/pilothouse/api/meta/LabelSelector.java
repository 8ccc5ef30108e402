package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which labels fit. All requirements must hold; without any, everything fits.
///
/// @param requirements sorted by key
public record LabelSelector(List<Requirement> requirements, boolean nothing) {
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of(), false);
    public static final LabelSelector NOTHING = new LabelSelector(List.of(), true);

    /// What may be asked of one label.
    public enum Operator {
        EQUALS("="),
        DOUBLE_EQUALS("=="),
        NOT_EQUALS("!="),
        IN("in"),
        NOT_IN("notin"),
        EXISTS("exists"),
        DOES_NOT_EXIST("!"),
        GREATER_THAN("gt"),
        LESS_THAN("lt");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /// The operator as a query string writes it.
        public String text() {
            return text;
        }
    }

    /// A condition on one label.
    public record Requirement(String key, Operator operator, List<String> values) {
        boolean matches(ObjectTree labels) {
            Tree label = labels.get(key);
            Optional<String> value = label instanceof TextTree text ? Optional.of(text.asText()) : Optional.empty();
            return switch (operator) {
                case EQUALS, DOUBLE_EQUALS, IN -> value.isPresent() && values.contains(value.get());
                case NOT_EQUALS, NOT_IN -> value.isEmpty() || !values.contains(value.get());
                case EXISTS -> value.isPresent();
                case DOES_NOT_EXIST -> value.isEmpty();
                case GREATER_THAN -> value.isPresent() && order(value.get()) > 0;
                case LESS_THAN -> value.isPresent() && order(value.get()) < 0;
            };
        }

        /// How the label's number stands to the required one; zero, which no operator accepts, if one is no number.
        private int order(String value) {
            try {
                return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        @Override
        public String toString() {
            String list = String.join(",", values.stream().sorted().toList());
            return switch (operator) {
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
                case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> key + operator.text + list;
                case GREATER_THAN -> key + ">" + list;
                case LESS_THAN -> key + "<" + list;
                case IN, NOT_IN -> key + " " + operator.text + " (" + list + ")";
            };
        }
    }

    public static LabelSelector of(List<Requirement> requirements) {
        return new LabelSelector(
                requirements.stream()
                        .sorted(Comparator.comparing(Requirement::key))
                        .toList(),
                false);
    }

    /// Fits where each of these labels has this value.
    public static LabelSelector of(Map<String, String> labels) {
        List<Requirement> requirements = new ArrayList<>();
        new TreeMap<>(labels)
                .forEach((key, value) -> requirements.add(new Requirement(key, Operator.EQUALS, List.of(value))));
        return new LabelSelector(List.copyOf(requirements), false);
    }

    /// Reads the `labelSelector` parameter of a request: `a=b,c!=d,e in (f,g),!h`.
    public static LabelSelector parse(String text) throws MalformedSelector {
        return text.isEmpty() ? EVERYTHING : of(new LabelSelectorParser(text).parse());
    }

    /// Reads an object with `matchLabels` and `matchExpressions`. Absent, it fits nothing; empty, everything. What
    /// validation refuses (an unknown operator) fits nothing too.
    public static LabelSelector of(Tree selector) {
        if (selector.isNull()) {
            return NOTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        selector.asObject()
                .object("matchLabels")
                .texts()
                .forEach((key, value) -> requirements.add(new Requirement(key, Operator.EQUALS, List.of(value))));
        for (ObjectTree expression : selector.asObject().list("matchExpressions").objects()) {
            Optional<Operator> operator = operator(expression.text("operator"));
            if (operator.isEmpty()) {
                return NOTHING;
            }
            requirements.add(new Requirement(
                    expression.text("key"),
                    operator.get(),
                    expression.list("values").texts()));
        }
        return of(requirements);
    }

    private static Optional<Operator> operator(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "In" -> Operator.IN;
                    case "NotIn" -> Operator.NOT_IN;
                    case "Exists" -> Operator.EXISTS;
                    case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
                    default -> null;
                });
    }

    /// What is wrong with the object form.
    public static void check(Tree selector, FieldPath path, Problems problems) {
        MetaRules.labels(selector.asObject().object("matchLabels"), path.child("matchLabels"), problems);
        int index = 0;
        for (ObjectTree expression : selector.asObject().list("matchExpressions").objects()) {
            checkExpression(expression, path.child("matchExpressions").index(index++), problems);
        }
    }

    private static void checkExpression(ObjectTree expression, FieldPath path, Problems problems) {
        List<String> values = expression.list("values").texts();
        FieldPath valuesPath = path.child("values");
        switch (expression.text("operator")) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    problems.required(valuesPath, "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    problems.forbidden(
                            valuesPath, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default ->
                problems.invalid(
                        path.child("operator"), expression.text("operator"), "not a valid selector operator");
        }
        String key = expression.text("key");
        problems.invalidEach(path.child("key"), key, NameRules.qualifiedName(key));
        for (int i = 0; i < values.size(); i++) {
            problems.invalidEach(valuesPath.index(i), values.get(i), NameRules.labelValue(values.get(i)));
        }
    }

    public boolean isEverything() {
        return !nothing && requirements.isEmpty();
    }

    public boolean matches(ObjectTree labels) {
        if (nothing) {
            return false;
        }
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    public boolean matches(Map<String, String> labels) {
        return matches(ObjectTree.of(labels));
    }

    /// The one value that the label must have, if the selector names one: lets an index answer.
    public Optional<String> exactly(String key) {
        for (Requirement requirement : requirements) {
            if (requirement.key.equals(key)) {
                return switch (requirement.operator) {
                    case EQUALS, DOUBLE_EQUALS, IN ->
                        requirement.values.size() == 1
                                ? Optional.of(requirement.values.getFirst())
                                : Optional.empty();
                    default -> Optional.empty();
                };
            }
        }
        return Optional.empty();
    }

    /// The query string form.
    @Override
    public String toString() {
        return String.join(",", requirements.stream().map(Requirement::toString).toList());
    }
}
