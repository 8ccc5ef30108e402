package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.CredentialFamilies;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Which tokens of service accounts are used. Safe for use by many threads.
final class TokenFigures implements Source {
    private final Series<LongAdder> all = Series.counts(CredentialFamilies.VALID);
    private final Series<LongAdder> allStale = Series.counts(CredentialFamilies.STALE);
    private final Series<LongAdder> allLegacy = Series.counts(CredentialFamilies.LEGACY);
    private final Series<LongAdder> allAuto = Series.counts(CredentialFamilies.LEGACY_AUTO);
    private final Series<LongAdder> allManual = Series.counts(CredentialFamilies.LEGACY_MANUAL);
    final LongAdder valid = all.of();
    /// Those that a pod should have replaced by now.
    final LongAdder stale = allStale.of();
    final LongAdder legacy = allLegacy.of();
    /// Those whose Secret the account names.
    final LongAdder legacyAuto = allAuto.of();
    final LongAdder legacyManual = allManual.of();

    @Override
    public void tell(Sink sink) {
        List.of(all, allStale, allLegacy, allAuto, allManual).forEach(series -> series.tell(sink));
    }
}
