package dev.pilothouse.api.quota;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A property that objects must have for a quota to count them.
///
/// @param operator how the values are meant: `In`, `NotIn`, `Exists`, `DoesNotExist`
public record Scope(String name, String operator, List<String> values) {

    /// The scopes of a quota, in both forms in which it may list them. None means that it counts everything.
    public static List<Scope> of(ObjectTree quota) {
        ObjectTree spec = quota.object("spec");
        List<Scope> scopes = new ArrayList<>();
        for (String name : spec.list("scopes").texts()) {
            scopes.add(new Scope(name, "Exists", List.of()));
        }
        ListTree expressions = spec.object("scopeSelector").list("matchExpressions");
        for (ObjectTree expression : expressions.objects()) {
            scopes.add(new Scope(
                    expression.text("scopeName"),
                    expression.text("operator"),
                    expression.list("values").texts()));
        }
        return scopes;
    }

    /// Whether one of the names is what the scope asks for.
    ///
    /// @param names of the classes that an object refers to; it may refer to none
    boolean matches(Set<String> names) {
        return switch (operator) {
            case "In" -> names.stream().anyMatch(values::contains);
            case "NotIn" -> names.isEmpty() || names.stream().anyMatch(name -> !values.contains(name));
            case "DoesNotExist" -> names.isEmpty();
            default -> !names.isEmpty();
        };
    }
}
