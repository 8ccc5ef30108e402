package dev.pilothouse.apiserver;

import dev.pilothouse.apiserver.authorization.Authorization;
import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.apiserver.authorization.NodeAuthorizer;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.authorization.Rbac;
import dev.pilothouse.api.metrics.Series;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Who may be asked what somebody may do (upstream's `--authorization-mode`).
public enum AuthorizationMode {
    NODE("Node"),
    RBAC("RBAC"),
    ALWAYS_ALLOW("AlwaysAllow"),
    ALWAYS_DENY("AlwaysDeny");

    private final String word;

    AuthorizationMode(String word) {
        this.word = word;
    }

    /// By its word in flags.
    public static Optional<AuthorizationMode> of(String word) {
        return Stream.of(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }

    private Authorizer authorizer(PolicyReads reads, Rbac rbac) {
        return switch (this) {
            case NODE -> new NodeAuthorizer(reads);
            case RBAC -> rbac;
            case ALWAYS_ALLOW -> _ -> Authorizer.Opinion.allow("");
            case ALWAYS_DENY -> _ -> Authorizer.Opinion.none("Everything is forbidden.");
        };
    }

    /// Asks these in order.
    ///
    /// @param decisions told what each of them decides
    static Authorization authorization(
            List<AuthorizationMode> modes, PolicyReads reads, Rbac rbac, Series<LongAdder> decisions) {
        return new Authorization(modes.stream()
                .map(mode -> mode.counted(mode.authorizer(reads, rbac), decisions))
                .toList());
    }

    private Authorizer counted(Authorizer authorizer, Series<LongAdder> decisions) {
        LongAdder allowed = decisions.of("allowed", word.toLowerCase(Locale.ROOT), word);
        LongAdder denied = decisions.of("denied", word.toLowerCase(Locale.ROOT), word);
        return attributes -> {
            Authorizer.Opinion opinion = authorizer.decide(attributes);
            switch (opinion.verdict()) {
                case ALLOW -> allowed.increment();
                case DENY -> denied.increment();
                case NONE -> {}
            }
            return opinion;
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
