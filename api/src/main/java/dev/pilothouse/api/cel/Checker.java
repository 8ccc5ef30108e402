package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.CelType.Simple;
import dev.pilothouse.api.cel.Expr.Each;
import dev.pilothouse.api.cel.Expr.MakeList;
import dev.pilothouse.api.cel.Expr.MakeMap;
import dev.pilothouse.api.cel.Expr.MakeStruct;
import dev.pilothouse.api.cel.Functions.Overload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the type of an expression, and what can't work whatever the values are.
final class Checker {
    private final Map<String, CelType> names;
    private final StructTypes structs;
    private final List<Issue> issues;
    private final Unifier unifier = new Unifier();

    private Checker(Map<String, CelType> names, StructTypes structs, List<Issue> issues) {
        this.names = names;
        this.structs = structs;
        this.issues = issues;
    }

    static CelType check(Expr expression, Map<String, CelType> names, StructTypes structs, List<Issue> issues) {
        Checker checker = new Checker(new HashMap<>(names), structs, issues);
        return closed(checker.unifier.settle(checker.type(expression)));
    }

    /// What stayed open is unknown.
    private static CelType closed(CelType type) {
        return switch (type) {
            case CelType.Parameter _ -> Simple.DYN;
            case CelType.ListOf list -> new CelType.ListOf(closed(list.element()));
            case CelType.MapOf map -> new CelType.MapOf(closed(map.key()), closed(map.value()));
            case CelType.OptionalOf optional -> new CelType.OptionalOf(closed(optional.value()));
            default -> type;
        };
    }

    private CelType wrong(int at, String text) {
        issues.add(new Issue(at, text));
        return Simple.ERROR;
    }

    private CelType type(Expr expression) {
        return switch (expression) {
            case Expr.Literal literal -> literal.type();
            case Expr.Name name -> name(name);
            case Expr.Select select -> select(select);
            case Expr.Call call -> call(call);
            case MakeList list -> list(list);
            case MakeMap map -> map(map);
            case MakeStruct struct -> struct(struct);
            case Each each -> each(each);
            case Expr.OptionalMap map -> optionalMap(map);
        };
    }

    private CelType name(Expr.Name name) {
        CelType known = names.get(name.name());
        if (known == null && TypeNames.isKnown(name.name())) {
            return Simple.TYPE;
        }
        return known != null ? known : wrong(name.at(), "undeclared reference to '" + name.name() + "' (in container '')");
    }

    private CelType select(Expr.Select select) {
        Optional<String> path = Parser.path(select);
        if (path.isPresent() && names.containsKey(path.get())) {
            return names.get(path.get());
        }
        CelType from = unifier.settle(type(select.from()));
        boolean within = from instanceof CelType.OptionalOf;
        CelType field = field(select, from instanceof CelType.OptionalOf(CelType value) ? unifier.settle(value) : from);
        if (select.asked()) {
            return Simple.BOOL;
        }
        return select.optional() || within ? new CelType.OptionalOf(field) : field;
    }

    private CelType field(Expr.Select select, CelType from) {
        return switch (from) {
            case CelType.Struct struct -> struct.field(select.field())
                    .orElseGet(() -> wrong(select.at(), "undefined field '" + select.field() + "'"));
            case CelType.MapOf map -> map.value();
            case CelType.Parameter _ -> Simple.DYN;
            case Simple simple when simple == Simple.DYN || simple == Simple.ERROR -> simple;
            default -> wrong(select.at(), "type '" + from + "' does not support field selection");
        };
    }

    private CelType call(Expr.Call call) {
        // No stream here: a long chain of operators is as deep as it is long.
        List<CelType> arguments = new ArrayList<>();
        for (Expr each : call.all()) {
            arguments.add(unifier.settle(type(each)));
        }
        List<Overload> overloads = Functions.named(call.function());
        if (overloads.isEmpty()) {
            return wrong(call.at(), "undeclared reference to '" + call.function() + "' (in container '')");
        }
        boolean member = call.target().isPresent();
        Optional<CelType> result = Optional.empty();
        for (Overload overload : overloads) {
            if (overload.member() == member && overload.parameters().size() == arguments.size()) {
                Optional<CelType> found = unifier.apply(overload, arguments);
                if (found.isPresent()) {
                    result = result.isPresent() && !result.equals(found) ? Optional.of(Simple.DYN) : found;
                }
            }
        }
        return result.orElseGet(() -> noOverload(call, arguments, member));
    }

    private CelType noOverload(Expr.Call call, List<CelType> arguments, boolean member) {
        if (arguments.contains(Simple.ERROR)) {
            return Simple.ERROR;
        }
        String shown = arguments.stream().skip(member ? 1 : 0).map(CelType::toString).collect(Collectors.joining(", ", "(", ")"));
        return wrong(
                call.at(),
                "found no matching overload for '" + call.function() + "' applied to '"
                        + (member ? arguments.getFirst() + "." : "") + shown + "'");
    }

    private CelType list(MakeList list) {
        CelType element = unifier.fresh();
        for (Expr.Element each : list.elements()) {
            element = joined(each.value().at(), element, unwrapped(each.value(), each.optional()));
        }
        return new CelType.ListOf(unifier.settle(element));
    }

    private CelType unwrapped(Expr value, boolean optional) {
        CelType type = unifier.settle(type(value));
        return optional && type instanceof CelType.OptionalOf(CelType inner) ? unifier.settle(inner) : type;
    }

    /// Elements are of one type, unless one of them has none yet.
    private CelType joined(int at, CelType before, CelType next) {
        if (!unifier.fits(before, next)) {
            return wrong(at, "expected type '" + unifier.settle(before) + "' but found '" + unifier.settle(next) + "'");
        }
        CelType settled = unifier.settle(before);
        return settled == Simple.NULL ? next : settled;
    }

    private CelType map(MakeMap map) {
        CelType key = unifier.fresh();
        CelType value = unifier.fresh();
        for (Expr.Entry each : map.entries()) {
            key = joined(each.key().at(), key, unifier.settle(type(each.key())));
            value = joined(each.value().at(), value, unwrapped(each.value(), each.optional()));
        }
        return new CelType.MapOf(unifier.settle(key), unifier.settle(value));
    }

    private CelType struct(MakeStruct made) {
        Optional<CelType.Struct> type = structs.find(made.type());
        if (type.isEmpty()) {
            made.fields().forEach(field -> type(field.value()));
            return wrong(made.at(), "undeclared reference to '" + made.type() + "' (in container '')");
        }
        for (Expr.Assignment each : made.fields()) {
            CelType value = unwrapped(each.value(), each.optional());
            Optional<CelType> field = type.get().field(each.field());
            if (field.isEmpty()) {
                wrong(each.at(), "undefined field '" + each.field() + "'");
            } else if (!unifier.fits(field.get(), value)) {
                wrong(each.at(), "expected type of field '" + each.field() + "' is '" + field.get()
                        + "' but provided type is '" + value + "'");
            }
        }
        return type.get();
    }

    private CelType each(Each each) {
        CelType range = unifier.settle(type(each.range()));
        List<CelType> elements = switch (range) {
            case CelType.ListOf list -> each.names().size() == 1
                    ? List.of(list.element())
                    : List.of(Simple.INT, list.element());
            case CelType.MapOf map -> List.of(map.key(), map.value());
            case Simple simple when simple == Simple.DYN || simple == Simple.ERROR -> List.of(simple, simple);
            case CelType.Parameter _ -> List.of(Simple.DYN, Simple.DYN);
            default -> {
                CelType error = wrong(
                        each.range().at(),
                        "expression of type '" + range + "' cannot be range of a comprehension (must be list, map, or dynamic)");
                yield List.of(error, error);
            }
        };
        Map<String, CelType> hidden = new HashMap<>();
        List<String> bound = each.names();
        for (int i = 0; i < bound.size(); i++) {
            hidden.put(bound.get(i), names.put(bound.get(i), elements.get(i)));
        }
        each.filter().ifPresent(filter -> bool(each, filter));
        CelType result = result(each, range);
        hidden.forEach((name, before) -> restore(name, before));
        return result;
    }

    private void restore(String name, CelType before) {
        if (before == null) {
            names.remove(name);
        } else {
            names.put(name, before);
        }
    }

    private CelType result(Each each, CelType range) {
        return switch (each.over()) {
            case ALL, EXISTS, EXISTS_ONE -> {
                bool(each, each.body());
                yield Simple.BOOL;
            }
            case FILTER -> {
                bool(each, each.body());
                yield range instanceof CelType.MapOf map ? new CelType.ListOf(map.key()) : range;
            }
            case MAP, TRANSFORM_LIST -> new CelType.ListOf(unifier.settle(type(each.body())));
            case TRANSFORM_MAP -> new CelType.MapOf(
                    range instanceof CelType.MapOf map ? map.key() : Simple.INT, unifier.settle(type(each.body())));
            case TRANSFORM_MAP_ENTRY -> type(each.body());
        };
    }

    private void bool(Each each, Expr body) {
        CelType type = unifier.settle(type(body));
        if (!unifier.fits(Simple.BOOL, type)) {
            String operator = each.over() == Expr.Over.EXISTS ? "_||_" : "_&&_";
            boolean conditional = each.over() != Expr.Over.ALL && each.over() != Expr.Over.EXISTS;
            wrong(
                    each.at(),
                    conditional
                            ? "found no matching overload for '_?_:_' applied to '(" + type + ", list(dyn), list(dyn))'"
                            : "found no matching overload for '" + operator + "' applied to '(bool, " + type + ")'");
        }
    }

    private CelType optionalMap(Expr.OptionalMap map) {
        CelType from = unifier.settle(type(map.from()));
        CelType value = from instanceof CelType.OptionalOf(CelType inner) ? inner : Simple.DYN;
        CelType before = names.put(map.name(), value);
        CelType body = unifier.settle(type(map.body()));
        restore(map.name(), before);
        return map.flat() ? body : new CelType.OptionalOf(body);
    }
}
