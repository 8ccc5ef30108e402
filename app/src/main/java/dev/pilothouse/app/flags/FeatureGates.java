package dev.pilothouse.app.flags;

import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.Families;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Upstream's feature gates, and what of them was chosen. A gate that is generally available can't be shut any more.
public final class FeatureGates implements Source {
    private static final String COMPONENT = "kube:";

    private record Gate(String stage, boolean usual) {}

    private static final Map<String, Gate> KNOWN = known();

    private final Map<String, Boolean> chosen = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    private static Map<String, Gate> known() {
        Map<String, Gate> gates = new LinkedHashMap<>();
        for (String line : FlagTable.lines("feature-gates.tsv")) {
            String[] row = line.split("\t");
            gates.put(row[0], new Gate(row[1], row[2].equals("true")));
        }
        return gates;
    }

    /// @param pairs as [FlagValues#pairs] reads them
    /// @throws FlagError for a gate that upstream doesn't know, or that can't be set so
    public static FeatureGates of(Map<String, String> pairs) {
        FeatureGates gates = new FeatureGates();
        pairs.forEach((name, value) -> gates.set(name.startsWith(COMPONENT) ? name.substring(COMPONENT.length()) : name, value));
        return gates;
    }

    private void set(String name, String value) {
        Gate gate = KNOWN.get(name);
        if (gate == null) {
            throw new FlagError("unrecognized feature gate: " + name);
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw new FlagError("invalid value of " + name + "=" + value + ", err: strconv.ParseBool: parsing "
                    + FlagError.quoted(value) + ": invalid syntax");
        }
        boolean open = value.equals("true");
        if (gate.stage.equals("GA") && open != gate.usual) {
            throw new FlagError("cannot set feature gate " + name + " to " + open + ", feature is locked to " + gate.usual);
        }
        switch (gate.stage) {
            case "GA" -> warnings.add("Setting GA feature gate " + name + "=" + open + ". It will be removed in a future release.");
            case "DEPRECATED" -> warnings.add(
                    "Setting deprecated feature gate " + name + "=" + open + ". It will be removed in a future release.");
            default -> {}
        }
        chosen.put(name, open);
    }

    /// What the log is to say.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// Stages as upstream's figures spell them: what is generally available has none.
    @Override
    public void tell(Sink sink) {
        KNOWN.forEach((name, gate) -> sink.value(
                Families.FEATURES, isOpen(name) ? 1 : 0, name, gate.stage.equals("GA") ? "" : gate.stage));
    }

    public boolean isOpen(String name) {
        return chosen.getOrDefault(name, KNOWN.get(name).usual);
    }
}
