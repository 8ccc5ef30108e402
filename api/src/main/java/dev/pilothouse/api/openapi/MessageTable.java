package dev.pilothouse.api.openapi;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The messages that documents of one OpenAPI version are written as (gnostic's `OpenAPIv2.proto` and `OpenAPIv3.proto`),
/// each a list of fields in the order of their numbers.
final class MessageTable {
    private final Map<String, List<Field>> messages = new HashMap<>();

    /// @param member which members of a JSON object the field holds
    /// @param of the message that the values are, where they are messages
    record Field(int number, String member, Form form, String of) {
        /// Whether the field stands for the whole value and not for members of it: one of several such fields is chosen.
        boolean isChoice() {
            return member.startsWith("?");
        }

        boolean isChosenFor(Tree value) {
            int equals = member.indexOf('=');
            return switch (member) {
                case "?" -> true;
                case "?object" -> value.type() == Tree.Type.OBJECT;
                case "?number" -> value.type() == Tree.Type.NUMBER;
                case "?boolean" -> value.type() == Tree.Type.BOOLEAN;
                case "?text" -> value.type() == Tree.Type.TEXT;
                default -> equals < 0
                        ? value.asObject().has(member.substring(1))
                        : value.asObject().text(member.substring(1, equals)).equals(member.substring(equals + 1));
            };
        }

        boolean holds(String name, List<Field> all) {
            return switch (member) {
                case "*" -> all.stream().noneMatch(other -> !other.member.equals("*") && other.holds(name, all));
                case "x-*" -> name.startsWith("x-");
                case "/*" -> name.startsWith("/");
                default -> member.equals(name);
            };
        }

        /// Whether it holds any number of members, each with its name.
        boolean isNamed() {
            return member.endsWith("*");
        }
    }

    enum Form {
        TEXT,
        TEXTS,
        FLAG,
        WHOLE,
        NUMBER,
        VALUE,
        VALUES,
        MESSAGE,
        MESSAGES,
        NAMED,
        NAMED_VALUE,
        NAMED_TEXT
    }

    static MessageTable load(String resource) {
        MessageTable table = new MessageTable();
        String text;
        try (InputStream in = MessageTable.class.getResourceAsStream(resource)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Field> fields = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("  ")) {
                String[] words = line.strip().split(" ");
                Form form = Form.valueOf(words[2].toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
                fields.add(new Field(Integer.parseInt(words[0]), words[1], form, words.length > 3 ? words[3] : ""));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                fields = new ArrayList<>();
                table.messages.put(line, fields);
            }
        }
        return table;
    }

    List<Field> fields(String message) {
        return messages.get(message);
    }

    /// The field that a value is written as, if its message is a choice: one with a condition before one without.
    Optional<Field> choice(String message, Tree value) {
        List<Field> fields = fields(message);
        return fields.stream()
                .filter(field -> field.isChoice() && field.member().length() > 1 && field.isChosenFor(value))
                .findFirst()
                .or(() -> fields.stream().filter(field -> field.member().equals("?")).findFirst());
    }

    /// The members of an object that a field holds, the last first.
    List<ObjectTree.Field> members(Field field, String message, ObjectTree object) {
        List<ObjectTree.Field> held = new ArrayList<>();
        for (ObjectTree.Field member : object.fields()) {
            if (field.holds(member.name(), fields(message))) {
                held.addFirst(member);
            }
        }
        return held;
    }
}
