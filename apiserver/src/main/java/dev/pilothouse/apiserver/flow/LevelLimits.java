package dev.pilothouse.apiserver.flow;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.metrics.FlowFamilies;
import java.util.List;

/// How many of the server's seats each priority level is configured to have (API priority and fairness, "Seats occupied by a
/// request" and "Concurrency limits").
final class LevelLimits {
    private static final long USUAL_SHARES = 30;

    private LevelLimits() {}

    /// @param seats those of the whole server
    static void tell(Sink sink, List<ObjectTree> levels, long seats) {
        double shares = levels.stream().mapToLong(LevelLimits::shares).sum();
        for (ObjectTree level : levels) {
            long nominal = shares == 0 ? 0 : (long) Math.ceil(seats * (shares(level) / shares));
            ObjectTree limits = limits(level);
            long lent = Math.round(nominal * limits.number("lendablePercent") / 100.0);
            long borrowed = limits.has("borrowingLimitPercent")
                    ? Math.round(nominal * limits.number("borrowingLimitPercent") / 100.0)
                    : seats;
            String name = ObjectMeta.name(level);
            sink.value(FlowFamilies.NOMINAL_LIMIT, nominal, name);
            sink.value(FlowFamilies.LOWER_LIMIT, nominal - lent, name);
            sink.value(FlowFamilies.UPPER_LIMIT, nominal + borrowed, name);
        }
    }

    private static boolean isExempt(ObjectTree level) {
        return level.object("spec").text("type").equals("Exempt");
    }

    private static ObjectTree limits(ObjectTree level) {
        return level.object("spec").object(isExempt(level) ? "exempt" : "limited");
    }

    private static long shares(ObjectTree level) {
        ObjectTree limits = limits(level);
        if (limits.has("nominalConcurrencyShares")) {
            return limits.number("nominalConcurrencyShares");
        }
        return isExempt(level) ? 0 : USUAL_SHARES;
    }
}
