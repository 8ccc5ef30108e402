package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.CelType.Simple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out what open types stand for, from what they are used with.
final class Unifier {
    private final Map<CelType.Parameter, CelType> known = new HashMap<>();
    private int calls;

    /// A type that nothing is known of yet.
    CelType fresh() {
        return new CelType.Parameter("_", ++calls);
    }

    /// The result of a call, if the arguments fit.
    Optional<CelType> apply(Functions.Overload overload, List<CelType> arguments) {
        Map<CelType.Parameter, CelType> before = new HashMap<>(known);
        int call = ++calls;
        for (int i = 0; i < arguments.size(); i++) {
            if (!fits(renamed(overload.parameters().get(i), call), arguments.get(i))) {
                known.clear();
                known.putAll(before);
                return Optional.empty();
            }
        }
        return Optional.of(settle(renamed(overload.result(), call)));
    }

    private static CelType renamed(CelType type, int call) {
        return switch (type) {
            case CelType.Parameter parameter -> new CelType.Parameter(parameter.name(), call);
            case CelType.ListOf list -> new CelType.ListOf(renamed(list.element(), call));
            case CelType.MapOf map -> new CelType.MapOf(renamed(map.key(), call), renamed(map.value(), call));
            case CelType.OptionalOf optional -> new CelType.OptionalOf(renamed(optional.value(), call));
            default -> type;
        };
    }

    /// With everything filled in that is known.
    CelType settle(CelType type) {
        return switch (type) {
            case CelType.Parameter parameter -> known.containsKey(parameter) ? settle(known.get(parameter)) : parameter;
            case CelType.ListOf list -> new CelType.ListOf(settle(list.element()));
            case CelType.MapOf map -> new CelType.MapOf(settle(map.key()), settle(map.value()));
            case CelType.OptionalOf optional -> new CelType.OptionalOf(settle(optional.value()));
            default -> type;
        };
    }

    private static boolean isUnknown(CelType type) {
        return type == Simple.DYN || type == Simple.ERROR;
    }

    /// Whether a value of the one type may stand where the other is asked for.
    boolean fits(CelType wanted, CelType given) {
        if (wanted instanceof CelType.Parameter parameter) {
            return binds(parameter, given);
        }
        if (given instanceof CelType.Parameter parameter) {
            return binds(parameter, wanted);
        }
        if (isUnknown(wanted) || isUnknown(given)) {
            return true;
        }
        if (given == Simple.NULL || wanted == Simple.NULL) {
            CelType other = given == Simple.NULL ? wanted : given;
            return other == Simple.NULL
                    || other == Simple.TIMESTAMP
                    || other == Simple.DURATION
                    || other instanceof CelType.Opaque
                    || other instanceof CelType.Struct
                    || other instanceof CelType.OptionalOf;
        }
        return switch (wanted) {
            case CelType.ListOf list -> given instanceof CelType.ListOf other && fits(list.element(), other.element());
            case CelType.MapOf map -> given instanceof CelType.MapOf other
                    && fits(map.key(), other.key())
                    && fits(map.value(), other.value());
            case CelType.OptionalOf optional -> given instanceof CelType.OptionalOf other
                    && fits(optional.value(), other.value());
            default -> wanted.equals(given);
        };
    }

    private boolean binds(CelType.Parameter parameter, CelType given) {
        CelType before = known.get(parameter);
        if (parameter.equals(given)) {
            return true;
        }
        if (before == null) {
            known.put(parameter, given);
            return true;
        }
        if (!fits(before, given)) {
            return false;
        }
        // What is less certain wins: a list of an int and an unknown is a list of unknowns.
        if (isUnknown(given) || before == Simple.NULL) {
            known.put(parameter, given);
        }
        return true;
    }
}
