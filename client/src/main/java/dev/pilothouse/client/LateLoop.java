package dev.pilothouse.client;

import java.util.Optional;
import java.util.function.Supplier;

/// Made when it may act.
final class LateLoop implements Loop {
    private final Supplier<? extends AutoCloseable> made;
    private Optional<AutoCloseable> part = Optional.empty();

    LateLoop(Supplier<? extends AutoCloseable> made) {
        this.made = made;
    }

    @Override
    public void act() {
        part = Optional.of(made.get());
    }

    @Override
    public void close() {
        if (part.isEmpty()) {
            return;
        }
        try {
            part.get().close();
        } catch (Exception broken) {
            throw new IllegalStateException("a loop didn't end in order", broken);
        }
    }
}
