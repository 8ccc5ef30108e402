package dev.pilothouse.api.apply;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// The name under which a request owns what it changes.
public final class ManagerName {
    private static final int LIMIT_BYTES = 128;

    private ManagerName() {}

    /// The `fieldManager` parameter; without one, the user agent up to its first slash.
    public static String of(String fieldManager, String userAgent) {
        if (!fieldManager.isEmpty()) {
            return fieldManager;
        }
        int slash = userAgent.indexOf('/');
        String program = slash < 0 ? userAgent : userAgent.substring(0, slash);
        StringBuilder name = new StringBuilder();
        program.codePoints().filter(GoText::isPrintable).forEach(c -> {
            if (size(name.toString()) + size(Character.toString(c)) <= LIMIT_BYTES) {
                name.appendCodePoint(c);
            }
        });
        return name.toString();
    }

    /// What is wrong with a `fieldManager` parameter.
    public static List<FieldError> check(String fieldManager, FieldPath path) {
        if (size(fieldManager) > LIMIT_BYTES) {
            return List.of(FieldError.tooLong(path, LIMIT_BYTES));
        }
        int position = 0;
        for (int c : fieldManager.codePoints().toArray()) {
            if (!GoText.isPrintable(c)) {
                String shown = String.format(Locale.ROOT, "U+%04X", c);
                return List.of(FieldError.invalid(
                        path,
                        Tree.of(fieldManager),
                        "invalid character " + shown + " (at position " + position + ")"));
            }
            position += size(Character.toString(c));
        }
        return List.of();
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
