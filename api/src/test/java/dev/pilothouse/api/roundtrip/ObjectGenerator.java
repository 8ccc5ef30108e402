package dev.pilothouse.api.roundtrip;

import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes objects of any described type: each field's value has the type that the schema names, and nothing else is sure.
final class ObjectGenerator {
    /// Types refer to themselves (JSON schemas): below this depth only values without parts are made.
    private static final int DEPTH_LIMIT = 9;

    /// Values in one object; enough for every field of a pod once.
    private static final int SIZE_LIMIT = 600;

    /// Texts that a careless reader or writer of JSON or YAML takes for something else.
    private static final List<String> TEXTS = List.of(
            "", "a", "true", "no", "null", "~", "0777", "1e3", "12", "-0", ".inf", "1:30", "2026-01-01", "<<", "=",
            " lead", "trail ", "a: b", "a #b", "- a", "? a", "&a", "*a", "!a", "%a", "@a", "`a", "'", "\"", "\\", "{}",
            "[]", "line\nline", "line\n", "\n", "\n\n a\n  b", "\ttab", "\r\n", "<&>", "\u2028", "\u0085", "\u0001", "\u007f", "é", "☸",
            "\uD83D\uDEF3", "\uFEFFbom", "a".repeat(300));
    private static final List<String> QUANTITIES = List.of("0", "1", "100m", "1500m", "8Gi", "1k", "12e6", "1Ei", "-5", "1u");
    private static final long[] INTEGERS = {0, 1, -1, 127, 128, 300, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final double[] DOUBLES = {0, 1, -1, 0.5, 1e21, 1e-7, 123456789.125, Double.MAX_VALUE, Double.MIN_VALUE};

    private final RandomGenerator random;
    private int left = SIZE_LIMIT;

    ObjectGenerator(RandomGenerator random) {
        this.random = random;
    }

    ObjectTree object(TypeSchema type) {
        ObjectTree.Builder object = ObjectTree.builder();
        type.kind().ifPresent(kind -> object.put("apiVersion", kind.groupVersion().toString()).put("kind", kind.kind()));
        return object.putAll(fields(type, 0)).build();
    }

    private ObjectTree fields(TypeSchema type, int depth) {
        ObjectTree.Builder object = ObjectTree.builder();
        double density = depth == 0 ? 1 : random.nextDouble();
        for (FieldSchema field : type.fields().values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList()) {
            boolean envelope = type.kind().isPresent() && (field.name().equals("apiVersion") || field.name().equals("kind"));
            if (!envelope && left > 0 && random.nextDouble() < density) {
                left--;
                object.put(field.name(), value(field.type(), field, type, depth + 1));
            }
        }
        return object.build();
    }

    private Tree value(FieldType type, FieldSchema field, TypeSchema owner, int depth) {
        return switch (type) {
            case FieldType.Reference(FieldType.TypeName name) ->
                depth > DEPTH_LIMIT ? ObjectTree.EMPTY : fields(name.schema(), depth);
            case FieldType.ListOf(FieldType element, boolean _) -> {
                List<Tree> elements = new ArrayList<>();
                for (int i = count(depth); i > 0; i--) {
                    elements.add(value(element, field, owner, depth + 1));
                }
                yield ListTree.of(elements);
            }
            case FieldType.MapOf(FieldType element) -> {
                ObjectTree.Builder map = ObjectTree.builder();
                for (int i = count(depth); i > 0; i--) {
                    map.put(text(), value(element, field, owner, depth + 1));
                }
                yield map.build();
            }
            case FieldType.Scalar scalar -> scalar(scalar, field, owner, depth);
        };
    }

    private int count(int depth) {
        return depth > DEPTH_LIMIT || left <= 0 ? 0 : random.nextInt(4);
    }

    private Tree scalar(FieldType.Scalar type, FieldSchema field, TypeSchema owner, int depth) {
        return switch (type) {
            case STRING -> Tree.of(text());
            case BOOL -> Tree.of(random.nextBoolean());
            case INT32 -> Tree.of(INTEGERS[random.nextInt(INTEGERS.length)]);
            case INT64 -> Tree.of(random.nextBoolean() ? random.nextLong() : random.nextInt(3));
            case DOUBLE -> number();
            case BYTES -> Tree.of(Base64.getEncoder().encodeToString(text().getBytes(StandardCharsets.UTF_8)));
            case TIME -> Tree.of(Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L)).toString());
            case MICRO_TIME ->
                Tree.of("2026-01-01T00:00:%02d.%06dZ".formatted(random.nextInt(60), random.nextInt(1_000_000)));
            case DURATION -> Tree.of(random.nextInt(60) + "s");
            case QUANTITY -> Tree.of(QUANTITIES.get(random.nextInt(QUANTITIES.size())));
            case INT_OR_STRING -> random.nextBoolean() ? Tree.of(random.nextInt()) : Tree.of(text());
            case RAW, FIELDS -> free(depth, true);
            case ANY -> free(depth, false);
            case SCHEMA -> schema(field, owner, depth);
        };
    }

    /// Fields of JSON schemas that hold a schema or something else.
    private Tree schema(FieldSchema field, TypeSchema owner, int depth) {
        Tree schema = depth > DEPTH_LIMIT ? ObjectTree.EMPTY : fields(owner, depth + 1);
        return switch (field.name()) {
            case "additionalProperties", "additionalItems" -> random.nextBoolean() ? Tree.of(random.nextBoolean()) : schema;
            case "items" -> random.nextBoolean() ? schema : ListTree.of(List.of(schema, ObjectTree.EMPTY));
            case "dependencies" -> random.nextBoolean() ? schema : ListTree.of(List.of(Tree.of(text())));
            default -> free(depth, false);
        };
    }

    /// Any JSON but null, which the places that hold any JSON don't tell from nothing.
    private Tree free(int depth, boolean object) {
        int choice = object ? 0 : random.nextInt(5);
        return switch (choice) {
            case 0 -> {
                ObjectTree.Builder map = ObjectTree.builder();
                for (int i = count(depth); i > 0; i--) {
                    left--;
                    map.put(text(), free(depth + 1, false));
                }
                yield map.build();
            }
            case 1 -> ListTree.of(List.of(Tree.of(text()), Tree.of(random.nextLong())));
            case 2 -> Tree.of(random.nextBoolean());
            case 3 -> number();
            default -> Tree.of(text());
        };
    }

    /// A number without a fraction is written without one, whatever the type of its field.
    private Tree number() {
        double number = DOUBLES[random.nextInt(DOUBLES.length)];
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Tree.of((long) number) : Tree.of(number);
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
