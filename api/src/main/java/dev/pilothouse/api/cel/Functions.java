package dev.pilothouse.api.cel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every function that expressions can call, by name. Filled once, by the libraries in their order.
final class Functions {
    /// What a function does, given values of the types that its signature asks for.
    @FunctionalInterface
    interface Body {
        Object call(Object[] arguments);
    }

    /// One way to call a function.
    ///
    /// @param member whether the first parameter stands before the dot
    record Overload(boolean member, List<CelType> parameters, CelType result, Body body) {
        boolean takes(boolean asMember, Object[] arguments) {
            if (member != asMember || arguments.length != parameters.size()) {
                return false;
            }
            for (int i = 0; i < arguments.length; i++) {
                if (!Values.is(arguments[i], parameters.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Map<String, List<Overload>> ALL = new HashMap<>();

    static {
        Operators.define(Functions::define);
        Conversions.define(Functions::define);
        Texts.define(Functions::define);
        Collections.define(Functions::define);
        Opaques.define(Functions::define);
        Networks.define(Functions::define);
        Authorizations.define(Functions::define);
    }

    private Functions() {}

    /// Adds a way to call a function: `string.(int,int):string`, or `(list<A>,A):bool` for one without a dot.
    @FunctionalInterface
    interface Definer {
        void define(String name, String signature, Body body);
    }

    private static void define(String name, String signature, Body body) {
        ALL.computeIfAbsent(name, _ -> new ArrayList<>()).add(overload(signature, body));
    }

    private static Overload overload(String signature, Body body) {
        int open = signature.indexOf('(');
        int close = signature.lastIndexOf(')');
        List<CelType> parameters = new ArrayList<>();
        boolean member = open > 0;
        if (member) {
            parameters.add(new TypeText(signature.substring(0, open - 1)).type());
        }
        TypeText inside = new TypeText(signature.substring(open + 1, close));
        while (!inside.isAtEnd()) {
            parameters.add(inside.type());
        }
        return new Overload(member, List.copyOf(parameters), new TypeText(signature.substring(close + 2)).type(), body);
    }

    static boolean isKnown(String name) {
        return name.indexOf('.') > 0 && ALL.containsKey(name);
    }

    static List<Overload> named(String name) {
        return ALL.getOrDefault(name, List.of());
    }

    /// @throws CelFailure if there is no such function for these values, or if it fails
    static Object call(String name, boolean member, Object[] arguments) {
        for (Overload overload : named(name)) {
            if (overload.takes(member, arguments)) {
                return overload.body().call(arguments);
            }
        }
        throw CelFailure.noOverload();
    }
}
