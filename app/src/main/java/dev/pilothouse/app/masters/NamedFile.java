package dev.pilothouse.app.masters;

import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.flags.FlagValues;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file that a flag names: what is wrong with it is told with the flag.
record NamedFile(String flag, Path path) {
    /// How a file is read.
    @FunctionalInterface
    interface Reading<T> {
        T read(Path file) throws IOException;
    }

    static Optional<NamedFile> of(FlagValues flags, String flag) {
        return flags.file(flag).map(path -> new NamedFile(flag, path));
    }

    static List<NamedFile> all(FlagValues flags, String flag) {
        return flags.texts(flag).stream().map(path -> new NamedFile(flag, Path.of(path))).toList();
    }

    /// @throws Refusal when it can't be read, or holds something else
    <T> T read(Reading<T> reading) {
        try {
            return reading.read(path);
        } catch (NoSuchFileException missing) {
            throw refused("there is no such file");
        } catch (AccessDeniedException denied) {
            throw refused("no permission to read it");
        } catch (IOException other) {
            throw refused(other.getMessage());
        }
    }

    Refusal refused(String why) {
        return new Refusal("--" + flag + " " + path + ": " + why);
    }
}
