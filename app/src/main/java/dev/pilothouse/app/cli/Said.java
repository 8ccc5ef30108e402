package dev.pilothouse.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A command line, asked by flags; so that what several commands can be told is read in one place, however each of them reads
/// its own.
interface Said {
    /// The value that was given.
    Optional<String> find(Flag flag);

    /// All values that were given.
    List<String> all(Flag flag);

    /// The parts of all values that were given, lists with commas.
    default List<String> parts(Flag flag) {
        return all(flag).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .filter(part -> !part.isBlank())
                .toList();
    }

    /// The value that was given, or what holds without it.
    String text(Flag flag);

    /// Whether a flag that is there or isn't is there.
    boolean has(Flag flag);

    int number(Flag flag);
}
