package dev.pilothouse.apiserver.admission.podsecurity;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a namespace asks for by its labels.
///
/// @param errors what is wrong with the labels; a level to enforce that can't be read is the strictest, others are open
public record Policy(LevelVersion enforce, LevelVersion audit, LevelVersion warn, List<FieldError> errors) {
    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final Pattern VERSION = Pattern.compile("v1\\.([0-9]|[1-9][0-9]{0,8})");

    public Policy {
        errors = List.copyOf(errors);
    }

    /// Whether no pod is refused or spoken of.
    public boolean isOpen() {
        return enforce.level() == Level.PRIVILEGED && isSilent();
    }

    /// Whether nothing is warned of and nothing noted.
    public boolean isSilent() {
        return audit.level() == Level.PRIVILEGED && warn.level() == Level.PRIVILEGED;
    }

    /// The policy in a namespace's labels.
    public static Policy of(ObjectTree namespace) {
        ObjectTree labels = namespace.object("metadata").object("labels");
        List<FieldError> errors = new ArrayList<>();
        LevelVersion enforce = read(labels, "enforce", Level.RESTRICTED, errors);
        LevelVersion audit = read(labels, "audit", Level.PRIVILEGED, errors);
        LevelVersion warn = read(labels, "warn", Level.PRIVILEGED, errors);
        boolean enforced = Level.of(labels.text(PREFIX + "enforce")).isPresent();
        if (!labels.has(PREFIX + "warn") && enforced && enforce.level().compareTo(warn.level()) > 0) {
            // Whoever enforces a level wants to hear of templates whose pods will be refused.
            warn = labels.has(PREFIX + "warn-version") ? warn.with(enforce.level()) : enforce;
        }
        return new Policy(enforce, audit, warn, errors);
    }

    private static LevelVersion read(ObjectTree labels, String mode, Level unreadable, List<FieldError> errors) {
        LevelVersion read = LevelVersion.OPEN;
        Tree level = labels.get(PREFIX + mode);
        if (!level.isAbsent()) {
            Optional<Level> found = Level.of(level.asText());
            if (found.isEmpty()) {
                errors.add(wrong(PREFIX + mode, level, "must be one of privileged, baseline, restricted"));
            }
            read = read.with(found.orElse(unreadable));
        }
        Tree version = labels.get(PREFIX + mode + "-version");
        if (!version.isAbsent()) {
            OptionalInt found = minor(version.asText());
            if (found.isEmpty()) {
                errors.add(wrong(PREFIX + mode + "-version", version, "must be \"latest\" or \"v1.x\""));
            }
            read = read.with(found.orElse(LevelVersion.LATEST));
        }
        return read;
    }

    private static FieldError wrong(String label, Tree value, String why) {
        return FieldError.invalid(FieldPath.of("metadata").child("labels").key(label), value, why);
    }

    private static OptionalInt minor(String text) {
        if (text.equals("latest")) {
            return OptionalInt.of(LevelVersion.LATEST);
        }
        Matcher version = VERSION.matcher(text);
        return version.matches() ? OptionalInt.of(Integer.parseInt(version.group(1))) : OptionalInt.empty();
    }
}
