package dev.pilothouse.api.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// From JSON bytes to a [Tree] and back.
///
/// Parsing scans the bytes once; input that is canonical already becomes a document as it is. A sealed tree *is* its
/// bytes: writing it costs nothing.
public final class Json {
    private Json() {}

    /// A parsed value and the paths of the fields that stood in the input more than once; the last one counts, as it
    /// does in Go's decoder.
    public record Parsed(Tree tree, List<String> duplicates) {}

    /// A range of canonical bytes. The array may belong to a document: it must not be changed.
    public record Bytes(byte[] array, int offset, int length) {
        /// The bytes as an array of their own.
        public byte[] copy() {
            return java.util.Arrays.copyOfRange(array, offset, offset + length);
        }
    }

    /// Parses one JSON value; nothing but white space may follow it. The input may be changed by its owner afterwards.
    public static Tree parse(byte[] input) throws MalformedJson {
        return parseNotingDuplicates(input).tree();
    }

    public static Tree parse(String input) throws MalformedJson {
        return parse(input.getBytes(StandardCharsets.UTF_8));
    }

    public static Parsed parseNotingDuplicates(byte[] input) throws MalformedJson {
        Scanner scanner = new Scanner(input);
        Document scanned = scanner.scan();
        if (scanner.isCanonical()) {
            return new Parsed(new Document(input.clone(), scanned.tape()).tree(0), List.of());
        }
        List<String> duplicates = new ArrayList<>();
        Writer writer = new Writer(input.length, scanned.tape().length);
        writer.normalise(scanned, duplicates);
        return new Parsed(writer.document().tree(0), List.copyOf(duplicates));
    }

    /// The same value as a slice that spans a document of its own. A value that does so already is answered itself.
    public static Tree seal(Tree tree) {
        return isSealed(tree) ? tree : Writer.document(tree).tree(0);
    }

    public static ObjectTree seal(ObjectTree tree) {
        return (ObjectTree) seal((Tree) tree);
    }

    /// The canonical bytes, without a copy where the value is a slice.
    public static Bytes bytes(Tree tree) {
        return bytes(tree, Length.of(tree));
    }

    /// As [#bytes(Tree)], where the length of the value may be known.
    public static Bytes bytes(Tree tree, Length length) {
        return switch (tree) {
            case SliceObject slice -> bytes(slice.document(), slice.position());
            case SliceList slice -> bytes(slice.document(), slice.position());
            case SliceText slice -> bytes(slice.document(), slice.position());
            case SliceNumber slice -> bytes(slice.document(), slice.position());
            default -> {
                byte[] written = Pieces.whole(tree, length);
                yield new Bytes(written, 0, written.length);
            }
        };
    }

    /// The canonical bytes as an array of their own.
    public static byte[] write(Tree tree) {
        return bytes(tree).copy();
    }

    /// The canonical text.
    public static String text(Tree tree) {
        Bytes bytes = bytes(tree);
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }

    /// The value laid out for people to read, two spaces a level.
    public static byte[] indented(Tree tree) {
        Bytes bytes = bytes(tree);
        return Indented.write(bytes.array(), bytes.offset(), bytes.offset() + bytes.length());
    }

    /// The canonical bytes as an array that must not be changed: it may belong to the value.
    public static byte[] lent(Tree tree) {
        Bytes bytes = bytes(tree);
        return bytes.offset() == 0 && bytes.length() == bytes.array().length ? bytes.array() : bytes.copy();
    }

    /// Whether both are the same place of the same document, so that what is known of one holds for the other. Equal values
    /// may be in different places.
    public static boolean isSamePlace(Tree one, Tree other) {
        return one == other
                || switch (one) {
                    case SliceObject a -> other instanceof SliceObject b && a.document() == b.document() && a.position() == b.position();
                    case SliceList a -> other instanceof SliceList b && a.document() == b.document() && a.position() == b.position();
                    case SliceText a -> other instanceof SliceText b && a.document() == b.document() && a.position() == b.position();
                    case SliceNumber a -> other instanceof SliceNumber b && a.document() == b.document() && a.position() == b.position();
                    default -> false;
                };
    }

    /// Lets go of what can be made again from the bytes of a sealed value: half of the memory of an object that nobody looks at.
    /// It is made when somebody does, once, in about the time that it takes to parse the bytes.
    ///
    /// @return how many bytes nobody refers to any more
    public static long rest(Tree sealed) {
        return switch (sealed) {
            case SliceObject slice -> slice.document().rest();
            case SliceList slice -> slice.document().rest();
            case SliceText _, SliceNumber _, BooleanTree _, NullTree _ -> 0;
            case TailObject _, BuiltObject _, BuiltList _, BuiltText _, BuiltNumber _ -> 0;
        };
    }

    /// A canonical document is its first value and nothing else.
    private static boolean isSealed(Tree tree) {
        return switch (tree) {
            case SliceObject slice -> slice.position() == 0;
            case SliceList slice -> slice.position() == 0;
            case SliceText slice -> slice.position() == 0;
            case SliceNumber slice -> slice.position() == 0;
            case BooleanTree _, NullTree _ -> true;
            case TailObject _, BuiltObject _, BuiltList _, BuiltText _, BuiltNumber _ -> false;
        };
    }

    private static Bytes bytes(Document document, int position) {
        int start = document.from(position);
        return new Bytes(document.json, start, document.to(position) - start);
    }
}
