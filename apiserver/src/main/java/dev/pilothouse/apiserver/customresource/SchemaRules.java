package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import java.util.List;

/// The rules that schemas carry besides their shape (`x-kubernetes-validations`). Safe for many threads.
@FunctionalInterface
public interface SchemaRules {

    /// No rule is asked.
    SchemaRules NONE = (_, _, _) -> List.of();

    /// Rules are asked as they are written.
    static SchemaRules inCel(ExpressionTimes times) {
        return new ExpressionRules(times);
    }

    /// What the rules of a schema find. Asked only of objects that have the shape which the schema describes.
    ///
    /// @param old the object that is replaced, empty at creation
    List<FieldError> check(Structural schema, ObjectTree object, ObjectTree old);

    /// What the writer is told of rules that are broken still, but not by this write (KEP-4008).
    default List<String> warnings(Structural schema, ObjectTree object, ObjectTree old) {
        return List.of();
    }
}
