package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.structural.Formats;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;

/// A format that the server doesn't know is allowed, and means nothing.
final class FormatWarnings {
    private FormatWarnings() {}

    /// @param old empty at creation; what it has already is no news
    static List<String> of(ObjectTree definition, ObjectTree old) {
        List<String> known = unknown(old);
        return unknown(definition).stream()
                .filter(format -> !known.contains(format))
                .map(format -> "unrecognized format " + GoText.quote(format))
                .toList();
    }

    private static List<String> unknown(ObjectTree definition) {
        List<String> formats = new ArrayList<>();
        ObjectTree spec = InternalSpec.of(definition.object("spec"));
        collect(spec.object("validation"), formats);
        spec.list("versions").objects().forEach(version -> collect(version.object("schema"), formats));
        return formats;
    }

    private static void collect(ObjectTree validation, List<String> formats) {
        SchemaWalk.each(validation.object("openAPIV3Schema"), schema -> {
            String format = schema.text("format");
            if (!format.isEmpty() && !Formats.isKnown(schema.text("type"), format)) {
                formats.add(format);
            }
        });
    }
}
