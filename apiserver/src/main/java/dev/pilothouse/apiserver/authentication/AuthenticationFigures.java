package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// How often somebody was known and how long that took. Safe for use by many threads.
final class AuthenticationFigures implements Source {
    private static final double NANOS = 1e9;

    /// The users that have a number of their own, as upstream has it; the others share one.
    private static final Set<String> TOLD_APART =
            Set.of("admin", "client", "kube_proxy", "kubelet", "system:serviceaccount:kube-system:default");

    private final Series<LongAdder> users = Series.counts(Families.AUTHENTICATED);
    private final Series<LongAdder> attempts = Series.counts(Families.AUTHENTICATIONS);
    private final Series<Distribution> durations = Series.distributions(Families.AUTHENTICATION_DURATION);
    private final Series<Distribution> expirations = Series.distributions(Families.CERTIFICATE_EXPIRATION);
    private final Series<Distribution> filters = Series.distributions(Families.FILTER_DURATION);
    private final Distribution filter = filters.of("authentication");
    private final LongAdder others = users.of("other");
    private final Outcome known = new Outcome("success");
    private final Outcome wrong = new Outcome("error");
    private final Outcome nobody = new Outcome("failure");
    private final Distribution expiration = expirations.of();

    private final class Outcome {
        private final LongAdder count;
        private final Distribution duration;

        Outcome(String result) {
            this.count = attempts.of(result);
            this.duration = durations.of(result);
        }

        void note(long began) {
            count.increment();
            double seconds = (System.nanoTime() - began) / NANOS;
            duration.see(seconds);
            filter.see(seconds);
        }
    }

    /// @param began in [System#nanoTime]
    void known(Identity identity, long began) {
        known.note(began);
        String user = identity.user();
        if (TOLD_APART.contains(user)) {
            users.of(user).increment();
        } else if (user.indexOf('@') >= 0) {
            users.of("email_id").increment();
        } else {
            others.increment();
        }
    }

    /// @param presented whether a credential was shown, which was wrong
    void unknown(boolean presented, long began) {
        (presented ? wrong : nobody).note(began);
    }

    void certificate(double secondsLeft) {
        expiration.see(secondsLeft);
    }

    @Override
    public void tell(Sink sink) {
        List.of(users, attempts, durations, expirations, filters).forEach(series -> series.tell(sink));
    }
}
