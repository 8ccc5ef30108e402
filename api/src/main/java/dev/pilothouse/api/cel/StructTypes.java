package dev.pilothouse.api.cel;

import java.util.Optional;

/// The types that an expression can make values of by naming them.
@FunctionalInterface
public interface StructTypes {
    StructTypes NONE = _ -> Optional.empty();

    Optional<CelType.Struct> find(String name);
}
