package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.nio.charset.StandardCharsets;

/// The data of a ConfigMap or Secret: keys that can be file names, and no more of it than fits.
final class DataRules {
    /// All values together. Keeps the store's values and the caches of every node within bounds.
    private static final int LIMIT_BYTES = 1024 * 1024;

    private static final String IMMUTABLE = "field is immutable when `immutable` is set";

    private final Place object;
    private long bytes;

    DataRules(Place object) {
        this.object = object;
    }

    /// @param other the field whose keys must not be repeated here
    void texts(String field, String other) {
        ObjectTree others = object.object().object(other);
        object.at(field).eachKey(entry -> {
            checkKey(entry);
            if (others.has(entry.name())) {
                entry.invalid(entry.name(), "duplicate of key present in binaryData");
            }
            bytes += entry.text().getBytes(StandardCharsets.UTF_8).length;
        });
    }

    /// Values in base64.
    void bytes(String field) {
        object.at(field).eachKey(entry -> {
            checkKey(entry);
            bytes += decodedLength(entry.text());
        });
    }

    private static void checkKey(Place entry) {
        entry.invalidEach(entry.name(), NameRules.configKey(entry.name()));
    }

    private static long decodedLength(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4L * 3 - padding;
    }

    /// @param field the field to report; empty for the object as a whole
    void checkSize(String field) {
        if (bytes > LIMIT_BYTES) {
            object.problems().tooLong(FieldPath.of(field), LIMIT_BYTES);
        }
    }

    static void checkImmutable(Place object, ObjectTree old, String... fields) {
        if (!old.bool("immutable")) {
            return;
        }
        if (!object.object().bool("immutable")) {
            object.at("immutable").forbidden(IMMUTABLE);
        }
        for (String field : fields) {
            if (!Immutable.same(object.object().get(field), old.get(field))) {
                object.at(field).forbidden(IMMUTABLE);
            }
        }
    }
}
