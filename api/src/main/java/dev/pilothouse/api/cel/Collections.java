package dev.pilothouse.api.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Functions on lists, maps, lists taken as sets, and optionals.
final class Collections {
    private static final List<String> ORDERED =
            List.of("int", "uint", "double", "bool", "string", "bytes", "timestamp", "duration");

    private Collections() {}

    static void define(Functions.Definer to) {
        to.define("size", "(list<A>):int", a -> (long) list(a[0]).size());
        to.define("size", "list<A>.():int", a -> (long) list(a[0]).size());
        to.define("size", "(map<A,B>):int", a -> (long) ((Map<?, ?>) a[0]).size());
        to.define("size", "map<A,B>.():int", a -> (long) ((Map<?, ?>) a[0]).size());
        to.define("indexOf", "list<A>.(A):int", a -> first(list(a[0]), a[1]));
        to.define("lastIndexOf", "list<A>.(A):int", a -> {
            long mirrored = first(list(a[0]).reversed(), a[1]);
            return mirrored < 0 ? -1L : list(a[0]).size() - 1 - mirrored;
        });
        for (String type : ORDERED) {
            to.define("isSorted", "list<" + type + ">.():bool", a -> isSorted(list(a[0])));
            to.define("min", "list<" + type + ">.():" + type, a -> end(list(a[0]), "min", -1));
            to.define("max", "list<" + type + ">.():" + type, a -> end(list(a[0]), "max", 1));
        }
        to.define("sum", "list<int>.():int", a -> sum(list(a[0]), 0L));
        to.define("sum", "list<uint>.():uint", a -> sum(list(a[0]), new CelUint(0)));
        to.define("sum", "list<double>.():double", a -> sum(list(a[0]), 0.0));
        to.define("sum", "list<duration>.():duration", a -> sum(list(a[0]), java.time.Duration.ZERO));
        to.define("sets.contains", "(list<A>,list<A>):bool", a -> contains(list(a[0]), list(a[1])));
        to.define("sets.equivalent", "(list<A>,list<A>):bool", a ->
                contains(list(a[0]), list(a[1])) && contains(list(a[1]), list(a[0])));
        to.define("sets.intersects", "(list<A>,list<A>):bool", a ->
                list(a[0]).stream().anyMatch(each -> first(list(a[1]), each) >= 0));
        optionals(to);
    }

    private static void optionals(Functions.Definer to) {
        to.define("optional.none", "():optional<A>", _ -> Optional.empty());
        to.define("optional.of", "(A):optional<A>", a -> Optional.of(a[0]));
        to.define("optional.ofNonZeroValue", "(A):optional<A>", a -> isZero(a[0]) ? Optional.empty() : Optional.of(a[0]));
        to.define("hasValue", "optional<A>.():bool", a -> ((Optional<?>) a[0]).isPresent());
        to.define("value", "optional<A>.():A", a -> ((Optional<?>) a[0])
                .<Object>map(value -> value)
                .orElseThrow(() -> new CelFailure("optional.none() dereference")));
        to.define("orValue", "optional<A>.(A):A", a -> ((Optional<?>) a[0]).isPresent() ? ((Optional<?>) a[0]).get() : a[1]);
        to.define("or", "optional<A>.(optional<A>):optional<A>", a -> ((Optional<?>) a[0]).isPresent() ? a[0] : a[1]);
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case String text -> text.isEmpty();
            case Boolean bool -> !bool;
            case Long number -> number == 0;
            case Double number -> number == 0;
            case CelUint number -> number.bits() == 0;
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> value == CelNull.NULL;
        };
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static long first(List<?> list, Object value) {
        for (int i = 0; i < list.size(); i++) {
            if (Values.equal(list.get(i), value)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean contains(List<?> all, List<?> some) {
        return some.stream().allMatch(each -> first(all, each) >= 0);
    }

    private static boolean isSorted(List<?> list) {
        for (int i = 1; i < list.size(); i++) {
            if (Values.compare(list.get(i - 1), list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object end(List<?> list, String name, int side) {
        return new ArrayList<Object>(list)
                .stream()
                .reduce((a, b) -> Integer.signum(Values.compare(b, a)) == side ? b : a)
                .orElseThrow(() -> new CelFailure(name + " called on empty list"));
    }

    private static Object sum(List<?> list, Object zero) {
        Object total = zero;
        for (Object each : list) {
            total = Functions.call("_+_", false, new Object[] {total, each});
        }
        return total;
    }
}
