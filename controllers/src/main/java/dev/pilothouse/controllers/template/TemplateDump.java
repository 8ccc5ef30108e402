package dev.pilothouse.controllers.template;

import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;

/// A pod template as Go prints the struct that it holds it in: every field, set or not, with its type.
///
/// D1 A list or map without entries prints as none, since that is what storage brings back; a pointer to an empty struct
///    prints as the struct.
/// D2 The type of a value stands before it in parentheses where a struct's field holds it, and nowhere else.
final class TemplateDump {
    private static final String NIL = "<nil>";
    /// Go counts seconds from the year 1.
    private static final long YEAR_ONE_SECONDS = 62_135_596_800L;

    private final StringBuilder out = new StringBuilder(16_384);

    private TemplateDump() {}

    static String of(ObjectTree template) {
        TemplateDump dump = new TemplateDump();
        dump.typed("v1.PodTemplateSpec", template);
        return dump.out.toString();
    }

    private void typed(String type, Tree value) {
        out.append('(').append(type).append(')');
        if (!type.startsWith("*")) {
            plain(type, value);
        } else if (value.isNull()) {
            out.append(NIL);
        } else {
            plain(type.substring(1), value);
        }
    }

    private void plain(String type, Tree value) {
        switch (type) {
            case "v1.Time" -> time(value);
            case "resource.Quantity" -> out.append(GoQuantity.print(value.asText()));
            case "intstr.IntOrString" -> intOrString(value);
            default -> {
                switch (GoType.of(type)) {
                    case GoType.Struct struct -> struct(struct, value.asObject());
                    case GoType.SliceOf slice -> slice(slice, value.asList());
                    case GoType.MapOf map -> map(map, value.asObject());
                    case GoType.Plain scalar -> scalar(scalar, value);
                }
            }
        }
    }

    private void struct(GoType.Struct struct, ObjectTree value) {
        char before = '{';
        for (GoType.Field field : struct.fields()) {
            out.append(before).append(field.goName()).append(':');
            typed(field.type(), field.jsonName().isEmpty() ? value : value.get(field.jsonName()));
            before = ' ';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void slice(GoType.SliceOf slice, ListTree list) {
        if (list.isEmpty()) {
            out.append(NIL);
            return;
        }
        char before = '[';
        for (Tree element : list) {
            out.append(before);
            plain(slice.element(), element);
            before = ' ';
        }
        out.append(']');
    }

    private void map(GoType.MapOf map, ObjectTree entries) {
        if (entries.isEmpty()) {
            out.append(NIL);
            return;
        }
        String before = "map[";
        for (ObjectTree.Field entry : entries.fields()) {
            out.append(before).append(entry.name()).append(':');
            plain(map.value(), entry.value());
            before = " ";
        }
        out.append(']');
    }

    private void scalar(GoType.Plain scalar, Tree value) {
        switch (scalar.kind()) {
            case "string" -> out.append(value.asText());
            case "bool" -> out.append(value.asBoolean());
            default -> out.append(value.asLong());
        }
    }

    private void intOrString(Tree value) {
        boolean number = value.isNull() || value instanceof NumberTree;
        out.append("{Type:(intstr.Type)")
                .append(number ? 0 : 1)
                .append(" IntVal:(int32)")
                .append(number ? value.asLong() : 0)
                .append(" StrVal:(string)")
                .append(number ? "" : value.asText())
                .append('}');
    }

    /// Where a time is set, Go also prints the process' time zone, which no other process can know: one that nobody has
    /// looked up yet stands for it.
    private void time(Tree value) {
        long seconds = Timestamps.parse(value.asText())
                .map(time -> time.getEpochSecond() + YEAR_ONE_SECONDS)
                .orElse(0L);
        out.append("{Time:(time.Time){wall:(uint64)0 ext:(int64)")
                .append(seconds)
                .append(" loc:(*time.Location)")
                .append(
                        seconds == 0
                                ? NIL
                                : "{name:(string) zone:([]time.zone)<nil> tx:([]time.zoneTrans)<nil> extend:(string)"
                                        + " cacheStart:(int64)0 cacheEnd:(int64)0 cacheZone:(*time.zone)<nil>}")
                .append("}}");
    }
}
