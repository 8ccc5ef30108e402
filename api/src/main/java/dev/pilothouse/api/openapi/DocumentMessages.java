package dev.pilothouse.api.openapi;

import dev.pilothouse.api.openapi.MessageTable.Field;
import dev.pilothouse.api.protobuf.BackwardBuffer;
import dev.pilothouse.api.protobuf.WireType;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.Yaml;
import java.util.List;

/// OpenAPI documents as protobuf: what a JSON document says, in the messages that clients made from gnostic's models read.
/// Values whose form no message describes are YAML texts.
public final class DocumentMessages {
    /// What a document of some megabytes becomes.
    private static final int EXPECTED_BYTES = 1 << 20;

    private final MessageTable table;
    private final BackwardBuffer out = new BackwardBuffer(EXPECTED_BYTES);

    private DocumentMessages(MessageTable table) {
        this.table = table;
    }

    public static byte[] second(ObjectTree document) {
        return write(document, "messages-v2.txt");
    }

    public static byte[] third(ObjectTree document) {
        return write(document, "messages-v3.txt");
    }

    private static byte[] write(ObjectTree document, String resource) {
        DocumentMessages messages = new DocumentMessages(MessageTable.load(resource));
        messages.content(document, "Document");
        return messages.out.toBytes();
    }

    /// The fields of a message, the last first.
    private void content(Tree value, String message) {
        List<Field> fields = table.fields(message);
        if (fields.getFirst().isChoice()) {
            table.choice(message, value).ifPresent(field -> field(field, value, true));
            return;
        }
        ObjectTree object = value.asObject();
        for (Field field : fields.reversed()) {
            if (field.isNamed()) {
                table.members(field, message, object).forEach(member -> named(field, member.name(), member.value()));
            } else {
                field(field, object.get(field.member()), false);
            }
        }
    }

    /// @param chosen whether presence says something even where the value is a zero one
    private void field(Field field, Tree value, boolean chosen) {
        if (value.isAbsent()) {
            return;
        }
        int number = field.number();
        switch (field.form()) {
            case TEXT -> {
                if (chosen || !value.asText().isEmpty()) {
                    text(number, value.asText());
                }
            }
            case FLAG -> {
                if (chosen || value.asBoolean()) {
                    out.varint(value.asBoolean() ? 1 : 0);
                    out.tag(number, WireType.VARINT);
                }
            }
            case WHOLE -> {
                if (value.asLong() != 0) {
                    out.varint(value.asLong());
                    out.tag(number, WireType.VARINT);
                }
            }
            case NUMBER -> {
                if (chosen || value.asDouble() != 0) {
                    out.fixed64(Double.doubleToLongBits(value.asDouble()));
                    out.tag(number, WireType.FIXED64);
                }
            }
            case TEXTS -> all(value).reversed().forEach(text -> text(number, text.asText()));
            case VALUE -> any(number, value);
            case VALUES -> all(value).reversed().forEach(item -> any(number, item));
            case MESSAGE -> message(number, value, field.of());
            case MESSAGES -> all(value).reversed().forEach(item -> message(number, item, field.of()));
            case NAMED, NAMED_VALUE, NAMED_TEXT -> throw new IllegalStateException(field + " names no members");
        }
    }

    private void named(Field field, String name, Tree value) {
        int mark = out.written();
        switch (field.form()) {
            case NAMED_VALUE -> any(2, value);
            case NAMED_TEXT -> text(2, value.asText());
            default -> message(2, value, field.of());
        }
        text(1, name);
        out.delimit(field.number(), mark);
    }

    private void message(int number, Tree value, String message) {
        int mark = out.written();
        content(value, message);
        out.delimit(number, mark);
    }

    private void any(int number, Tree value) {
        int mark = out.written();
        text(2, Yaml.write(value));
        out.delimit(number, mark);
    }

    private void text(int number, String text) {
        int mark = out.written();
        out.text(text);
        out.delimit(number, mark);
    }

    /// The values of a list, or the one that stands in its place.
    private static List<Tree> all(Tree value) {
        return value instanceof ListTree list ? list.stream().toList() : List.of(value);
    }
}
