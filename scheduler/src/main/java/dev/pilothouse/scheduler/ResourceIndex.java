package dev.pilothouse.scheduler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers for resource names, so that amounts are arrays. CPU is counted in thousandths, all else in units. Belongs to
/// the scheduling thread.
public final class ResourceIndex {
    public static final int CPU = 0;
    public static final int MEMORY = 1;
    public static final int EPHEMERAL_STORAGE = 2;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    ResourceIndex() {
        number("cpu");
        number("memory");
        number("ephemeral-storage");
    }

    int number(String name) {
        return numbers.computeIfAbsent(name, n -> {
            names.add(n);
            return names.size() - 1;
        });
    }

    public String name(int number) {
        return names.get(number);
    }

    int size() {
        return names.size();
    }
}
