package dev.pilothouse.api.quota;

import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.util.Set;

/// Objects that only their number matters of.
record ObjectCount(Set<String> names) implements Measure {

    @Override
    public boolean counts(String name) {
        return names.contains(name);
    }

    @Override
    public Usage of(ObjectTree object, Instant now) {
        Usage usage = Usage.NONE;
        for (String name : names) {
            usage = usage.plus(Usage.one(name));
        }
        return usage;
    }
}
