package dev.pilothouse.scheduler;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import java.math.RoundingMode;
import java.util.Arrays;

/// Amounts of resources by their number in the [ResourceIndex]; missing ones are zero.
public record Amounts(long[] values) {
    static final Amounts NONE = new Amounts(new long[0]);

    /// Where a container asks for nothing, scoring still counts something.
    private static final long DEFAULT_MILLI_CPU = 100;

    private static final long DEFAULT_MEMORY = 200L << 20;

    public long get(int number) {
        return number < values.length ? values[number] : 0;
    }

    static Amounts of(ObjectTree quantities, ResourceIndex index) {
        long[] values = new long[index.size()];
        for (ObjectTree.Cursor c = quantities.cursor(); c.next(); ) {
            if (c.name().equals("pods")) {
                continue;
            }
            int number = index.number(c.name());
            values = number < values.length ? values : Arrays.copyOf(values, index.size());
            values[number] = amount(c.value().asText(), number);
        }
        return new Amounts(values);
    }

    static long amount(String text, int number) {
        Quantity quantity = Quantity.parse(text);
        var amount = number == ResourceIndex.CPU ? quantity.amount().movePointRight(3) : quantity.amount();
        return amount.setScale(0, RoundingMode.CEILING).longValue();
    }

    Amounts plus(Amounts other) {
        return combined(other, 1);
    }

    Amounts minus(Amounts other) {
        return combined(other, -1);
    }

    private Amounts combined(Amounts other, int sign) {
        long[] result = Arrays.copyOf(values, Math.max(values.length, other.values.length));
        for (int i = 0; i < other.values.length; i++) {
            result[i] += sign * other.values[i];
        }
        return new Amounts(result);
    }

    private Amounts max(Amounts other) {
        long[] result = Arrays.copyOf(values, Math.max(values.length, other.values.length));
        for (int i = 0; i < other.values.length; i++) {
            result[i] = Math.max(result[i], other.values[i]);
        }
        return new Amounts(result);
    }

    /// What the pod asks for: its containers and sidecars together, or the greediest step of its start, whichever is
    /// more; and its overhead (KEP-753).
    ///
    /// @param counted whether containers that ask for nothing count as asking for the defaults
    static Amounts ofPod(ObjectTree pod, ResourceIndex index, boolean counted) {
        ObjectTree spec = pod.object("spec");
        Amounts running = NONE;
        for (ObjectTree container : spec.list("containers").objects()) {
            running = running.plus(ofContainer(container, index, counted));
        }
        Amounts sidecars = NONE;
        Amounts starting = NONE;
        for (ObjectTree container : spec.list("initContainers").objects()) {
            Amounts asked = ofContainer(container, index, counted);
            if (container.text("restartPolicy").equals("Always")) {
                sidecars = sidecars.plus(asked);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(asked));
            }
        }
        Amounts needed = running.plus(sidecars).max(starting).orRather(of(podLevel(spec), index));
        return needed.plus(of(spec.object("overhead"), index));
    }

    /// What the pod asks for as a whole (KEP-2837), which counts instead of what its containers add up to.
    private static ObjectTree podLevel(ObjectTree spec) {
        return spec.object("resources").object("requests");
    }

    /// Those amounts that the other names, the rest of these.
    private Amounts orRather(Amounts other) {
        long[] result = Arrays.copyOf(values, Math.max(values.length, other.values.length));
        for (int i = 0; i < other.values.length; i++) {
            result[i] = other.values[i] > 0 ? other.values[i] : result[i];
        }
        return new Amounts(result);
    }

    private static Amounts ofContainer(ObjectTree container, ResourceIndex index, boolean counted) {
        ObjectTree requests = container.object("resources").object("requests");
        Amounts asked = of(requests, index);
        if (!counted) {
            return asked;
        }
        long[] values = Arrays.copyOf(asked.values, Math.max(asked.values.length, 2));
        if (!requests.has("cpu")) {
            values[ResourceIndex.CPU] = DEFAULT_MILLI_CPU;
        }
        if (!requests.has("memory")) {
            values[ResourceIndex.MEMORY] = DEFAULT_MEMORY;
        }
        return new Amounts(values);
    }
}
