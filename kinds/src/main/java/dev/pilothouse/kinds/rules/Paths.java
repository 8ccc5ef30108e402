package dev.pilothouse.kinds.rules;

/// Rules for paths of files.
public final class Paths {
    /// No step of it leads upwards.
    public static final Check NO_BACKSTEPS = place -> {
        if (hasBacksteps(place.text())) {
            place.invalidText("must not contain '..'");
        }
    };

    /// Leads downwards from wherever it starts.
    public static final Check DESCENDING = place -> {
        if (place.text().startsWith("/")) {
            place.invalidText("must be a relative path");
        }
        NO_BACKSTEPS.check(place);
    };

    /// [#DESCENDING], and no name that the kubelet keeps for itself.
    public static final Check LOCAL = place -> {
        DESCENDING.check(place);
        String path = place.text();
        if (path.startsWith("..") && !path.startsWith("../")) {
            place.invalidText("must not start with '..'");
        }
    };

    public static final Check ABSOLUTE = place -> {
        if (!place.text().startsWith("/")) {
            place.invalidText("must be an absolute path");
        }
    };

    private Paths() {}

    public static boolean hasBacksteps(String path) {
        if (!path.contains("..")) {
            return false;
        }
        for (String step : path.split("/", -1)) {
            if (step.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
