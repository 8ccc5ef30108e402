package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.Expr.Each;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Computes a value. Every step costs, and so does every character or element that a function may have to look at.
final class Evaluator {
    private final Function<String, Optional<Object>> names;
    private final StructTypes structs;
    private final Budget budget;

    private Evaluator(Function<String, Optional<Object>> names, StructTypes structs, Budget budget) {
        this.names = names;
        this.structs = structs;
        this.budget = budget;
    }

    static Object value(Expr expression, Function<String, Optional<Object>> names, StructTypes structs, Budget budget) {
        return new Evaluator(names, structs, budget).value(expression);
    }

    private Evaluator with(String name, Object value) {
        return new Evaluator(asked -> asked.equals(name) ? Optional.of(value) : names.apply(asked), structs, budget);
    }

    private Object value(Expr expression) {
        return switch (expression) {
            case Expr.Literal literal -> literal.value();
            case Expr.Name name -> name(name.name());
            case Expr.Select select -> select(select);
            case Expr.Call call -> call(call);
            case Expr.MakeList list -> list(list);
            case Expr.MakeMap map -> map(map);
            case Expr.MakeStruct struct -> struct(struct);
            case Each each -> each(each);
            case Expr.OptionalMap map -> optionalMap(map);
        };
    }

    private Object name(String name) {
        budget.spend(1);
        return names.apply(name).orElseGet(() -> TypeNames.find(name)
                .orElseThrow(() -> new CelFailure("no such attribute(s): " + name)));
    }

    private Object select(Expr.Select select) {
        Optional<String> path = Parser.path(select);
        Optional<Object> whole = path.flatMap(names);
        if (whole.isPresent()) {
            return whole.get();
        }
        Object from = value(select.from());
        budget.spend(1);
        if (from instanceof Optional<?> optional) {
            return optional.flatMap(inner -> field(inner, select.field()));
        }
        Optional<Object> found = field(from, select.field());
        if (select.asked()) {
            return found.isPresent();
        }
        return select.optional()
                ? found
                : found.orElseThrow(() -> new CelFailure("no such key: " + select.field()));
    }

    private static Optional<Object> field(Object from, String field) {
        return switch (from) {
            case Map<?, ?> map -> Optional.ofNullable(map.get(field));
            case CelStruct struct -> struct.field(field);
            default -> throw CelFailure.noOverload();
        };
    }

    private Object call(Expr.Call call) {
        return switch (call.function()) {
            case "_&&_" -> either(call, false);
            case "_||_" -> either(call, true);
            case "_?_:_" -> value(call.arguments().get(bool(value(call.arguments().getFirst())) ? 1 : 2));
            default -> {
                List<Expr> all = call.all();
                Object[] arguments = new Object[all.size()];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = value(all.get(i));
                    budget.spend(arguments[i] instanceof String text ? 1 + text.length() / 10 : 1);
                }
                yield Functions.call(call.function(), call.target().isPresent(), arguments);
            }
        };
    }

    private static boolean bool(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw CelFailure.noOverload();
    }

    /// One side can decide alone, even if the other one has no value.
    private Object either(Expr.Call call, boolean decisive) {
        Optional<CelFailure> failure = Optional.empty();
        for (Expr side : call.arguments()) {
            try {
                if (bool(value(side)) == decisive) {
                    return decisive;
                }
            } catch (CelFailure e) {
                budget.check();
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return !decisive;
    }

    private Object list(Expr.MakeList list) {
        List<Object> values = new ArrayList<>();
        for (Expr.Element each : list.elements()) {
            Object value = value(each.value());
            if (each.optional() && value instanceof Optional<?> optional) {
                optional.ifPresent(values::add);
            } else {
                values.add(value);
            }
        }
        return values;
    }

    private Object map(Expr.MakeMap map) {
        Map<Object, Object> values = new LinkedHashMap<>();
        for (Expr.Entry each : map.entries()) {
            put(values, value(each.key()), value(each.value()), each.optional());
        }
        return values;
    }

    private static <K> void put(Map<K, Object> values, K key, Object value, boolean optional) {
        if (optional && value instanceof Optional<?> some) {
            some.ifPresent(inner -> values.put(key, inner));
        } else {
            values.put(key, value);
        }
    }

    private Object struct(Expr.MakeStruct made) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Expr.Assignment each : made.fields()) {
            put(values, each.field(), value(each.value()), each.optional());
        }
        return CelStruct.made(made.type(), values);
    }

    private Object optionalMap(Expr.OptionalMap map) {
        if (!(value(map.from()) instanceof Optional<?> from)) {
            throw CelFailure.noOverload();
        }
        return from.flatMap(inner -> {
            Object made = with(map.name(), inner).value(map.body());
            return map.flat() && made instanceof Optional<?> optional ? optional : Optional.of(made);
        });
    }

    // ---- macros that go over a range

    private interface Visit {
        /// Whether to go on.
        boolean next(Evaluator inner, Object first, Object second);
    }

    private void visit(Each each, Visit visit) {
        Object range = value(each.range());
        boolean two = each.names().size() == 2;
        switch (range) {
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    Object first = two ? (Object) (long) i : list.get(i);
                    if (!visit.next(bind(each, first, list.get(i)), first, list.get(i))) {
                        return;
                    }
                }
            }
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (!visit.next(bind(each, entry.getKey(), entry.getValue()), entry.getKey(), entry.getValue())) {
                        return;
                    }
                }
            }
            default -> throw CelFailure.noOverload();
        }
    }

    private Evaluator bind(Each each, Object first, Object second) {
        budget.spend(2);
        Evaluator inner = with(each.names().getFirst(), first);
        return each.names().size() == 2 ? inner.with(each.names().get(1), second) : inner;
    }

    private Object each(Each each) {
        return switch (each.over()) {
            case ALL -> quantified(each, false);
            case EXISTS -> quantified(each, true);
            case EXISTS_ONE -> {
                int[] count = {0};
                visit(each, (inner, _, _) -> {
                    count[0] += bool(inner.value(each.body())) ? 1 : 0;
                    return true;
                });
                yield count[0] == 1;
            }
            case FILTER -> collected(each, (inner, first) -> bool(inner.value(each.body())) ? Optional.of(first) : Optional.empty());
            case MAP, TRANSFORM_LIST -> collected(each, (inner, _) ->
                    counts(each, inner) ? Optional.of(inner.value(each.body())) : Optional.empty());
            case TRANSFORM_MAP, TRANSFORM_MAP_ENTRY -> transformed(each);
        };
    }

    private static boolean counts(Each each, Evaluator inner) {
        return each.filter().isEmpty() || bool(inner.value(each.filter().get()));
    }

    private Object collected(Each each, java.util.function.BiFunction<Evaluator, Object, Optional<Object>> of) {
        List<Object> values = new ArrayList<>();
        visit(each, (inner, first, _) -> {
            of.apply(inner, first).ifPresent(values::add);
            return true;
        });
        return values;
    }

    private Object transformed(Each each) {
        Map<Object, Object> values = new LinkedHashMap<>();
        visit(each, (inner, first, _) -> {
            if (counts(each, inner)) {
                Object made = inner.value(each.body());
                if (each.over() == Expr.Over.TRANSFORM_MAP) {
                    values.put(first, made);
                } else if (made instanceof Map<?, ?> entries) {
                    values.putAll(entries);
                } else {
                    throw CelFailure.noOverload();
                }
            }
            return true;
        });
        return values;
    }

    private Object quantified(Each each, boolean decisive) {
        boolean[] decided = {false};
        List<CelFailure> failures = new ArrayList<>(1);
        visit(each, (inner, _, _) -> {
            try {
                decided[0] = bool(inner.value(each.body())) == decisive;
            } catch (CelFailure e) {
                budget.check();
                failures.add(e);
            }
            return !decided[0];
        });
        if (!decided[0] && !failures.isEmpty()) {
            throw failures.getFirst();
        }
        return decided[0] == decisive;
    }
}
