package dev.pilothouse.apiserver.registry;

import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.kinds.Author;
import dev.pilothouse.kinds.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The circumstances of one write, and the warnings that it collects.
///
/// @param fieldManager who is to own the fields that the write sets
/// @param warnings what the client is told although it succeeded; grows while the write goes on, in one thread
public record Operation(
        Identity identity, Instant now, boolean dryRun, String fieldManager, Strictness strictness, List<String> warnings) {

    /// `fieldValidation`: what becomes of unknown and duplicate fields.
    public enum Strictness {
        IGNORE,
        WARN,
        STRICT;

        /// As the query parameter spells it; warning is usual.
        public static Strictness of(String fieldValidation) {
            return switch (fieldValidation) {
                case "Strict" -> STRICT;
                case "Ignore" -> IGNORE;
                default -> WARN;
            };
        }
    }

    /// A write that the server makes of its own accord.
    public static Operation ofServer(Instant now) {
        Identity self = Identity.of("system:apiserver", Identity.SYSTEM_MASTERS);
        return new Operation(self, now, false, "kube-apiserver", Strictness.IGNORE, new ArrayList<>());
    }

    Write write() {
        return new Write(new Author(identity.user(), identity.uid(), identity.groups(), identity.extra()), now);
    }
}
