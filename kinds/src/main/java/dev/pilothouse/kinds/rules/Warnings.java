package dev.pilothouse.kinds.rules;

import java.util.ArrayList;
import java.util.List;

/// What a writer is told although it is no error, in the order in which it is told. Belongs to one look at one object.
public final class Warnings {
    private final List<String> told;

    public Warnings() {
        told = new ArrayList<>();
    }

    public void add(String warning) {
        told.add(warning);
    }

    /// Tells it of the value at the place.
    public void add(Place at, String warning) {
        told.add(at.path() + ": " + warning);
    }

    public List<String> list() {
        return List.copyOf(told);
    }
}
