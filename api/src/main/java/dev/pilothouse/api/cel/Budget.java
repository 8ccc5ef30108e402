package dev.pilothouse.api.cel;

/// How much work expressions may still make. Steps are counted, not time: the same input always comes to the same end.
public final class Budget {
    /// What one expression may cost.
    public static final long PER_CALL = 1_000_000;

    private long left;

    public Budget(long steps) {
        this.left = steps;
    }

    void spend(long steps) {
        left -= steps;
        check();
    }

    /// @throws CelFailure when nothing is left
    void check() {
        if (left < 0) {
            throw new CelFailure("operation cancelled: actual cost limit exceeded");
        }
    }
}
