package dev.pilothouse.api.cel;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values as Java holds them: `Boolean`, `Long`, [CelUint], `Double`, `String`, [CelBytes], [CelNull], `Instant`, `Duration`,
/// `List`, `Map`, `Optional`, [CelType], [CelStruct], and what functions make.
public final class Values {
    private Values() {}

    /// What a tree is to an expression: without types, a whole number is an int and everything else a double.
    public static Object of(Tree tree) {
        return switch (tree) {
            case ObjectTree object -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                object.fields().forEach(field -> map.put(field.name(), of(field.value())));
                yield map;
            }
            case ListTree list -> {
                List<Object> values = new ArrayList<>(list.size());
                list.forEach(value -> values.add(of(value)));
                yield values;
            }
            case TextTree text -> text.asText();
            case NumberTree number -> number.isInteger() ? (Object) number.asLong() : (Object) number.asDouble();
            case BooleanTree bool -> bool.asBoolean();
            case NullTree _ -> CelNull.NULL;
        };
    }

    /// A value as a tree.
    ///
    /// @throws CelFailure for what JSON has no form for
    public static Tree tree(Object value) {
        return switch (value) {
            case CelNull _ -> NullTree.NULL;
            case Boolean bool -> Tree.of(bool);
            case Long number -> Tree.of(number);
            case CelUint number -> Tree.of(number.bits());
            case Double number -> Tree.of(number);
            case String text -> Tree.of(text);
            case List<?> list -> ListTree.of(list.stream().map(Values::tree).toList());
            case Map<?, ?> map -> {
                ObjectTree.Builder object = ObjectTree.builder();
                map.forEach((key, each) -> object.put(key.toString(), tree(each)));
                yield object.build();
            }
            case CelStruct struct -> {
                ObjectTree.Builder object = ObjectTree.builder();
                struct.names().forEach(name -> object.put(name, tree(struct.field(name).orElse(CelNull.NULL))));
                yield object.build();
            }
            default -> throw new CelFailure("unsupported conversion from " + typeOf(value) + " to JSON");
        };
    }

    static CelType typeOf(Object value) {
        return switch (value) {
            case Boolean _ -> CelType.Simple.BOOL;
            case Long _ -> CelType.Simple.INT;
            case CelUint _ -> CelType.Simple.UINT;
            case Double _ -> CelType.Simple.DOUBLE;
            case String _ -> CelType.Simple.STRING;
            case CelBytes _ -> CelType.Simple.BYTES;
            case CelNull _ -> CelType.Simple.NULL;
            case Instant _ -> CelType.Simple.TIMESTAMP;
            case Duration _ -> CelType.Simple.DURATION;
            case List<?> _ -> new CelType.ListOf(CelType.Simple.DYN);
            case Map<?, ?> _ -> new CelType.MapOf(CelType.Simple.DYN, CelType.Simple.DYN);
            case Optional<?> _ -> new CelType.OptionalOf(CelType.Simple.DYN);
            case CelType _ -> CelType.Simple.TYPE;
            case CelStruct struct -> new CelType.Struct(struct.type(), Map.of(), true);
            default -> Opaques.typeOf(value);
        };
    }

    /// Whether a value may be handed over where the type is asked for.
    static boolean is(Object value, CelType type) {
        return switch (type) {
            case CelType.Simple simple -> simple == CelType.Simple.DYN || typeOf(value) == simple;
            case CelType.Parameter _ -> true;
            case CelType.ListOf _ -> value instanceof List;
            case CelType.MapOf _ -> value instanceof Map || value instanceof CelStruct;
            case CelType.OptionalOf _ -> value instanceof Optional;
            case CelType.Opaque _, CelType.Struct _ -> typeOf(value).toString().equals(type.toString());
        };
    }

    private static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof CelUint || value instanceof Double;
    }

    private static BigDecimal exact(Object number) {
        return switch (number) {
            case CelUint unsigned -> new BigDecimal(Long.toUnsignedString(unsigned.bits()));
            case Double real -> new BigDecimal(real);
            default -> BigDecimal.valueOf((Long) number);
        };
    }

    /// Numbers compare by what they are worth, whatever they are called.
    static boolean equal(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return comparable(a) && comparable(b) ? exact(a).compareTo(exact(b)) == 0 : a.equals(b) && !isNan(a);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            boolean same = left.size() == right.size();
            for (int i = 0; same && i < left.size(); i++) {
                same = equal(left.get(i), right.get(i));
            }
            return same;
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return left.size() == right.size()
                    && left.entrySet().stream()
                            .allMatch(each -> get(right, each.getKey())
                                    .filter(other -> equal(each.getValue(), other))
                                    .isPresent());
        }
        if (a instanceof Optional<?> left && b instanceof Optional<?> right && left.isPresent() && right.isPresent()) {
            return equal(left.get(), right.get());
        }
        return a.equals(b);
    }

    private static boolean comparable(Object number) {
        return !(number instanceof Double real) || !real.isNaN() && !real.isInfinite();
    }

    private static boolean isNan(Object number) {
        return number instanceof Double real && real.isNaN();
    }

    /// The value under a key, which may be a number of another sort.
    static Optional<Object> get(Map<?, ?> map, Object key) {
        Object direct = map.get(key);
        if (direct != null) {
            return Optional.of(direct);
        }
        if (!isNumber(key)) {
            return Optional.empty();
        }
        return map.entrySet().stream()
                .filter(each -> isNumber(each.getKey()) && equal(each.getKey(), key))
                .findFirst()
                .map(Map.Entry::getValue);
    }

    /// @throws CelFailure where there is no order
    @SuppressWarnings("unchecked")
    static int compare(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return comparable(a) && comparable(b)
                    ? exact(a).compareTo(exact(b))
                    : Double.compare(exactly(a), exactly(b));
        }
        if (a instanceof String left && b instanceof String right) {
            return compareText(left, right);
        }
        if (a instanceof CelBytes left && b instanceof CelBytes right) {
            return java.util.Arrays.compareUnsigned(left.bytes(), right.bytes());
        }
        if (a instanceof Comparable<?> && a.getClass() == b.getClass()) {
            return ((Comparable<Object>) a).compareTo(b);
        }
        throw CelFailure.noOverload();
    }

    static Comparator<Object> order() {
        return Values::compare;
    }

    private static double exactly(Object number) {
        return number instanceof Double real ? real : exact(number).doubleValue();
    }

    /// Texts are ordered by their characters, as Go orders their bytes.
    private static int compareText(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return java.util.Arrays.compare(left, right);
    }
}
