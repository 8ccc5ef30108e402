package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.CelProgram.Compiled;
import dev.pilothouse.api.structural.Structural;
import java.util.Map;

/// What the rules of a schema may refer to: the value that the schema describes, and the one that it replaces.
///
/// @param optionalOld whether a rule is asked even if nothing is replaced
public record RuleEnvironment(CelType self, boolean optionalOld) {

    /// @param root whether the schema describes whole objects
    public static RuleEnvironment of(Structural schema, boolean root, boolean optionalOld) {
        return new RuleEnvironment(SchemaForm.type(schema, root), optionalOld);
    }

    public Compiled compile(String expression) {
        CelType old = optionalOld ? new CelType.OptionalOf(self) : self;
        return CelProgram.compile(expression, Map.of("self", self, "oldSelf", old), StructTypes.NONE);
    }
}
