package dev.pilothouse.store.linear;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for an order of the calls on one key in which each is right, and none stands before one that had ended when it began
/// (Wing and Gong 1993, with the memory of Lowe 2017).
final class Search {
    /// Written over whatever is there.
    static final long ANY = -1;

    private Search() {}

    /// @param to [Op#NEVER] for a call without an answer that had its effect at some time
    record Call(long from, long to, Step step) {}

    sealed interface Step {
        /// @param expected the revision that must be there, 0 for none, or [#ANY]
        /// @param left what is there afterwards
        record Write(long expected, Optional<Op.Shown> left) implements Step {}

        record Read(Optional<Op.Shown> seen) implements Step {}
    }

    private record Place(BitSet done, Optional<Op.Shown> state) {}

    static boolean isLinearizable(List<Call> calls) {
        List<Call> sorted =
                calls.stream().sorted(Comparator.comparingLong(Call::from)).toList();
        return new Walk(sorted).goesOn(new BitSet(), Optional.empty());
    }

    private static final class Walk {
        private final List<Call> calls;
        private final Set<Place> known = new HashSet<>();

        Walk(List<Call> calls) {
            this.calls = calls;
        }

        /// Whether what isn't done yet can be put into an order behind what is.
        private boolean goesOn(BitSet done, Optional<Op.Shown> state) {
            if (done.cardinality() == calls.size()) {
                return true;
            }
            if (!known.add(new Place((BitSet) done.clone(), state))) {
                return false;
            }
            long firstEnd = Op.NEVER;
            for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
                if (calls.get(i).from > firstEnd) {
                    break;
                }
                firstEnd = Math.min(firstEnd, calls.get(i).to);
            }
            for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
                Call call = calls.get(i);
                if (call.from > firstEnd) {
                    break;
                }
                Optional<Optional<Op.Shown>> next = after(state, call.step);
                if (next.isPresent()) {
                    done.set(i);
                    if (goesOn(done, next.get())) {
                        return true;
                    }
                    done.clear(i);
                }
            }
            return false;
        }

        /// The state behind the step, if it is right here.
        private static Optional<Optional<Op.Shown>> after(Optional<Op.Shown> state, Step step) {
            return switch (step) {
                case Step.Read(Optional<Op.Shown> seen) -> seen.equals(state) ? Optional.of(state) : Optional.empty();
                case Step.Write(long expected, Optional<Op.Shown> left) -> {
                    long there = state.map(Op.Shown::revision).orElse(0L);
                    yield expected == ANY || expected == there ? Optional.of(left) : Optional.empty();
                }
            };
        }
    }
}
