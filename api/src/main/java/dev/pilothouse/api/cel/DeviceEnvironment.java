package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.CelProgram.Compiled;
import dev.pilothouse.api.cel.CelType.Simple;
import java.util.Map;
import java.util.Optional;

/// What expressions that select devices may refer to. Source: API reference "ResourceClaim v1", `CELDeviceSelector`.
public final class DeviceEnvironment {
    private static final CelType DEVICE = CelType.struct(
            "kubernetes.DRADevice",
            Map.of(
                    "driver", Simple.STRING,
                    "attributes", CelType.map(CelType.map(Simple.DYN)),
                    "capacity", CelType.map(CelType.map(new CelType.Opaque("kubernetes.Quantity"))),
                    "allowMultipleAllocations", Simple.BOOL));

    private DeviceEnvironment() {}

    public static Compiled compile(String expression) {
        return CelProgram.compile(expression, Map.of("device", DEVICE), StructTypes.NONE);
    }

    /// What is wrong with an expression that has to say yes or no.
    public static Optional<String> problem(String expression) {
        return switch (compile(expression)) {
            case Compiled.Wrong(String message) -> Optional.of("compilation failed: " + message);
            case Compiled.Sound(CelProgram program) when program.type() == Simple.BOOL || program.type() == Simple.DYN ->
                Optional.empty();
            case Compiled.Sound _ -> Optional.of("must evaluate to bool or the unknown type");
        };
    }
}
