package dev.pilothouse.api.cel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operators. `&&`, `||` and the conditional have types only: the evaluator decides which sides it looks at.
final class Operators {
    private static final List<String> ORDERED = List.of("int", "uint", "double");

    private Operators() {}

    static void define(Functions.Definer to) {
        Functions.Body never = _ -> {
            throw CelFailure.noOverload();
        };
        to.define("_&&_", "(bool,bool):bool", never);
        to.define("_||_", "(bool,bool):bool", never);
        to.define("_?_:_", "(bool,A,A):A", never);
        to.define("!_", "(bool):bool", a -> !(Boolean) a[0]);
        to.define("_==_", "(A,A):bool", a -> Values.equal(a[0], a[1]));
        to.define("_!=_", "(A,A):bool", a -> !Values.equal(a[0], a[1]));
        to.define("@in", "(A,list<A>):bool", a -> ((List<?>) a[1]).stream().anyMatch(each -> Values.equal(a[0], each)));
        to.define("@in", "(A,map<A,B>):bool", a -> Values.get((Map<?, ?>) a[1], a[0]).isPresent());
        comparisons(to);
        whole(to);
        unsigned(to);
        real(to);
        others(to);
        indexes(to);
    }

    private static void comparisons(Functions.Definer to) {
        List<String> pairs = new ArrayList<>();
        for (String type : List.of("bool", "string", "bytes", "timestamp", "duration")) {
            pairs.add("(" + type + "," + type + "):bool");
        }
        for (String left : ORDERED) {
            ORDERED.forEach(right -> pairs.add("(" + left + "," + right + "):bool"));
        }
        for (String pair : pairs) {
            to.define("_<_", pair, a -> Values.compare(a[0], a[1]) < 0);
            to.define("_<=_", pair, a -> Values.compare(a[0], a[1]) <= 0);
            to.define("_>_", pair, a -> Values.compare(a[0], a[1]) > 0);
            to.define("_>=_", pair, a -> Values.compare(a[0], a[1]) >= 0);
        }
    }

    private interface Exact {
        long apply(long a, long b);
    }

    private static Functions.Body exact(Exact operation, String overflow) {
        return a -> {
            try {
                return operation.apply((Long) a[0], (Long) a[1]);
            } catch (ArithmeticException e) {
                throw new CelFailure(overflow);
            }
        };
    }

    private static long divisor(Object value, String zero) {
        long number = value instanceof CelUint unsigned ? unsigned.bits() : (Long) value;
        if (number == 0) {
            throw new CelFailure(zero);
        }
        return number;
    }

    private static void whole(Functions.Definer to) {
        String pair = "(int,int):int";
        String overflow = "integer overflow";
        to.define("_+_", pair, exact(Math::addExact, overflow));
        to.define("_-_", pair, exact(Math::subtractExact, overflow));
        to.define("_*_", pair, exact(Math::multiplyExact, overflow));
        to.define("_/_", pair, a -> {
            divisor(a[1], "division by zero");
            return exact(Math::divideExact, overflow).call(a);
        });
        to.define("_%_", pair, a -> (Long) a[0] % divisor(a[1], "modulus by zero"));
        to.define("-_", "(int):int", a -> exact(Math::subtractExact, overflow).call(new Object[] {0L, a[0]}));
    }

    private static void unsigned(Functions.Definer to) {
        String pair = "(uint,uint):uint";
        CelFailure overflow = new CelFailure("unsigned integer overflow");
        to.define("_+_", pair, a -> {
            long sum = bits(a[0]) + bits(a[1]);
            if (Long.compareUnsigned(sum, bits(a[0])) < 0) {
                throw overflow;
            }
            return new CelUint(sum);
        });
        to.define("_-_", pair, a -> {
            if (Long.compareUnsigned(bits(a[0]), bits(a[1])) < 0) {
                throw overflow;
            }
            return new CelUint(bits(a[0]) - bits(a[1]));
        });
        to.define("_*_", pair, a -> {
            if (Math.unsignedMultiplyHigh(bits(a[0]), bits(a[1])) != 0) {
                throw overflow;
            }
            return new CelUint(bits(a[0]) * bits(a[1]));
        });
        to.define("_/_", pair, a -> new CelUint(Long.divideUnsigned(bits(a[0]), divisor(a[1], "division by zero"))));
        to.define("_%_", pair, a -> new CelUint(Long.remainderUnsigned(bits(a[0]), divisor(a[1], "modulus by zero"))));
    }

    private static long bits(Object value) {
        return ((CelUint) value).bits();
    }

    private static void real(Functions.Definer to) {
        String pair = "(double,double):double";
        to.define("_+_", pair, a -> (Double) a[0] + (Double) a[1]);
        to.define("_-_", pair, a -> (Double) a[0] - (Double) a[1]);
        to.define("_*_", pair, a -> (Double) a[0] * (Double) a[1]);
        to.define("_/_", pair, a -> (Double) a[0] / (Double) a[1]);
        to.define("-_", "(double):double", a -> -(Double) a[0]);
    }

    private static void others(Functions.Definer to) {
        to.define("_+_", "(string,string):string", a -> (String) a[0] + a[1]);
        to.define("_+_", "(bytes,bytes):bytes", a -> {
            byte[] left = ((CelBytes) a[0]).bytes();
            byte[] right = ((CelBytes) a[1]).bytes();
            byte[] both = java.util.Arrays.copyOf(left, left.length + right.length);
            System.arraycopy(right, 0, both, left.length, right.length);
            return new CelBytes(both);
        });
        to.define("_+_", "(list<A>,list<A>):list<A>", a -> {
            List<Object> both = new ArrayList<>((List<?>) a[0]);
            both.addAll((List<?>) a[1]);
            return both;
        });
        to.define("_+_", "(timestamp,duration):timestamp", a -> moved((Instant) a[0], (Duration) a[1]));
        to.define("_+_", "(duration,timestamp):timestamp", a -> moved((Instant) a[1], (Duration) a[0]));
        to.define("_+_", "(duration,duration):duration", a -> ((Duration) a[0]).plus((Duration) a[1]));
        to.define("_-_", "(timestamp,timestamp):duration", a -> Duration.between((Instant) a[1], (Instant) a[0]));
        to.define("_-_", "(timestamp,duration):timestamp", a -> moved((Instant) a[0], ((Duration) a[1]).negated()));
        to.define("_-_", "(duration,duration):duration", a -> ((Duration) a[0]).minus((Duration) a[1]));
    }

    private static Instant moved(Instant from, Duration by) {
        try {
            return from.plus(by);
        } catch (DateTimeException | ArithmeticException e) {
            throw new CelFailure("timestamp overflow");
        }
    }

    private static void indexes(Functions.Definer to) {
        to.define("_[_]", "(list<A>,int):A", a -> at((List<?>) a[0], (Long) a[1]));
        to.define("_[_]", "(map<A,B>,A):B", a -> under((Map<?, ?>) a[0], a[1]));
        to.define("_[?_]", "(list<A>,int):optional<A>", a -> perhaps((List<?>) a[0], (Long) a[1]));
        to.define("_[?_]", "(map<A,B>,A):optional<B>", a -> Values.get((Map<?, ?>) a[0], a[1]));
        to.define("_[?_]", "(optional<list<A>>,int):optional<A>", a -> ((Optional<?>) a[0])
                .flatMap(list -> perhaps((List<?>) list, (Long) a[1])));
        to.define("_[?_]", "(optional<map<A,B>>,A):optional<B>", a -> ((Optional<?>) a[0])
                .flatMap(map -> Values.get((Map<?, ?>) map, a[1])));
        to.define("_[_]", "(optional<list<A>>,int):optional<A>", a -> ((Optional<?>) a[0])
                .flatMap(list -> perhaps((List<?>) list, (Long) a[1])));
        to.define("_[_]", "(optional<map<A,B>>,A):optional<B>", a -> ((Optional<?>) a[0])
                .flatMap(map -> Values.get((Map<?, ?>) map, a[1])));
    }

    private static Object at(List<?> list, long index) {
        if (index < 0 || index >= list.size()) {
            throw new CelFailure("index out of bounds: " + index);
        }
        return list.get((int) index);
    }

    private static Optional<Object> perhaps(List<?> list, long index) {
        return index < 0 || index >= list.size() ? Optional.empty() : Optional.of(list.get((int) index));
    }

    static Object under(Map<?, ?> map, Object key) {
        return Values.get(map, key).orElseThrow(() -> new CelFailure("no such key: " + key));
    }
}
