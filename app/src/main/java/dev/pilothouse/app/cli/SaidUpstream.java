package dev.pilothouse.app.cli;

import dev.pilothouse.app.flags.FlagValues;
import java.util.List;
import java.util.Optional;

/// The command line of one of upstream's components: what holds without a flag is what holds upstream.
record SaidUpstream(FlagValues flags) implements Said {
    private static String name(Flag flag) {
        return flag.names().getLast().substring("--".length());
    }

    /// All values of a list, as they are written.
    @Override
    public Optional<String> find(Flag flag) {
        return flags.isGiven(name(flag)) ? Optional.of(String.join(",", flags.texts(name(flag)))) : Optional.empty();
    }

    @Override
    public List<String> all(Flag flag) {
        return flags.isGiven(name(flag)) ? flags.texts(name(flag)) : List.of();
    }

    /// Upstream's tables leave out what is a type's zero.
    @Override
    public String text(Flag flag) {
        String text = find(flag).orElseGet(() -> flags.text(name(flag)));
        return text.isEmpty() ? flag.fallback() : text;
    }

    @Override
    public boolean has(Flag flag) {
        return flags.is(name(flag));
    }

    @Override
    public int number(Flag flag) {
        return Integer.parseInt(text(flag));
    }
}
