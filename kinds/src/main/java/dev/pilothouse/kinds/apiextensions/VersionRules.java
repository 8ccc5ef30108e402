package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.structural.SchemaPath;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for one version of a definition, and for what stands above all of them ([InternalSpec]).
final class VersionRules {
    private static final List<String> COLUMN_TYPES = List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> COLUMN_FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
    private static final int WARNING_LIMIT_BYTES = 256;

    private VersionRules() {}

    static void check(Place version, boolean hasStatus, Requirements required) {
        deprecation(version);
        SchemaRules.check(version.at("schema"), hasStatus, required);
        subresources(version.at("subresources"));
        version.at("additionalPrinterColumns").each(VersionRules::column);
        Place selectable = version.at("selectableFields");
        if (selectable.isEmpty()) {
            return;
        }
        if (version.at("schema", "openAPIV3Schema").value() instanceof ObjectTree schema) {
            selectable(selectable, schema, required.crowded().contains(version.at("name").text()));
        } else {
            selectable.invalid("", "may only be set when `version.schema.openAPIV3Schema` is not included");
        }
    }

    private static void deprecation(Place version) {
        Place warning = version.at("deprecationWarning");
        if (warning.isAbsent()) {
            return;
        }
        if (!version.at("deprecated").bool()) {
            warning.invalid("can only be set for deprecated versions");
            return;
        }
        String text = warning.text();
        if (text.getBytes(StandardCharsets.UTF_8).length > WARNING_LIMIT_BYTES) {
            warning.invalid("must be <= 256 characters long");
        }
        if (text.isEmpty()) {
            warning.invalid("must not be an empty string");
        }
        int index = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!GoText.isPrintable(c)) {
                warning.invalid("must only contain printable UTF-8 characters; non-printable character found at index "
                        + index);
                return;
            }
            index += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
        }
    }

    static void subresources(Place subresources) {
        if (subresources.at("scale").isAbsent()) {
            return;
        }
        path(subresources, "specReplicasPath", ".spec.");
        path(subresources, "statusReplicasPath", ".status.");
        Place selector = subresources.at("scale", "labelSelectorPath").renamed("labelSelectorPath");
        if (!selector.isEmpty()) {
            if (!isSimplePath(selector)) {
                selector.invalid("must be a simple json path starting with .");
            } else if (!selector.text().startsWith(".spec.") && !selector.text().startsWith(".status.")) {
                selector.invalid("should be a json path under either .spec or .status");
            }
        }
    }

    private static void path(Place subresources, String field, String below) {
        Place path = subresources.at("scale", field);
        if (path.isEmpty()) {
            path.required("");
        } else if (!isSimplePath(path)) {
            path.invalid("must be a simple json path starting with .");
        } else if (!path.text().startsWith(below)) {
            path.invalid("should be a json path under " + below.substring(0, below.length() - 1));
        }
    }

    private static boolean isSimplePath(Place path) {
        return path.text().startsWith(".");
    }

    static void column(Place column) {
        if (column.at("name").isEmpty()) {
            column.at("name").required("");
        }
        Place type = column.at("type");
        String types = "must be one of " + String.join(",", COLUMN_TYPES);
        if (type.isEmpty()) {
            type.required(types);
        } else if (!COLUMN_TYPES.contains(type.text())) {
            type.invalid(types);
        }
        Place format = column.at("format");
        if (!format.isEmpty() && !COLUMN_FORMATS.contains(format.text())) {
            format.invalid("must be one of " + String.join(",", COLUMN_FORMATS));
        }
        Place path = column.at("jsonPath").renamed("JSONPath");
        if (path.isEmpty()) {
            path.required("");
        } else if (!isSimplePath(path)) {
            path.invalid("must be a simple json path starting with .");
        }
    }

    /// @param crowded whether there may be more than the limit
    static void selectable(Place fields, ObjectTree schema, boolean crowded) {
        Structural structural = Structural.of(schema);
        Set<String> seen = new HashSet<>();
        fields.each(field -> {
            Place path = field.at("jsonPath");
            if (path.isEmpty()) {
                path.required("");
                return;
            }
            SchemaPath found;
            try {
                found = SchemaPath.of(path.text(), structural, false);
            } catch (SchemaPath.Broken broken) {
                path.invalid("is an invalid path: " + broken.getMessage());
                return;
            }
            if (found.root().equals("metadata")) {
                path.invalid("must not point to fields in metadata");
            }
            if (!List.of("string", "boolean", "integer").contains(found.schema().type())) {
                path.invalid("must point to a field of type string, boolean or integer. Enum string fields and strings"
                        + " with formats are allowed.");
            }
            if (!seen.add(found.path().toString())) {
                path.duplicate();
            }
        });
        if (seen.size() > Requirements.SELECTABLE_LIMIT && !crowded) {
            fields.problems().tooMany(fields.path(), seen.size(), Requirements.SELECTABLE_LIMIT);
        }
    }
}
