package dev.pilothouse.apiserver.admission.podsecurity;

/// A level as a release of Kubernetes 1 understood it.
///
/// @param minor the release, or [#LATEST]
public record LevelVersion(Level level, int minor) {
    public static final int LATEST = Integer.MAX_VALUE;

    static final LevelVersion OPEN = new LevelVersion(Level.PRIVILEGED, LATEST);

    LevelVersion with(Level other) {
        return new LevelVersion(other, minor);
    }

    LevelVersion with(int other) {
        return new LevelVersion(level, other);
    }

    /// The release as labels spell it.
    public String version() {
        return minor == LATEST ? "latest" : "v1." + minor;
    }

    @Override
    public String toString() {
        return level + ":" + version();
    }
}
