package dev.pilothouse.api.tree;

import java.util.Arrays;

/// Canonical JSON bytes and an index over them, the *tape*: two Java arrays hold a whole object, whatever its depth.
///
/// The tape lists the values in the order of the bytes. A scalar takes two words, a container four and then its
/// children; in an object each child follows the word of its name.
///
/// | word | value | container only |
/// |---|---|---|
/// | 0 | first byte `<< 4`, flag, type | |
/// | 1 | byte after the last | |
/// | 2 | | tape position after the last child |
/// | 3 | | number of children |
///
/// A name word is the number of an interned name ([Names]) `<< 4 | 15`, or the position of its opening quote
/// `<< 4 | 14`. Since each word's low four bits tell what it is, a tape can be walked flat, without its nesting.
/// D1 The arrays never change after construction. The tape may be let go of, since a scan of canonical bytes makes the
///    same one again: positions stay what they are.
/// D2 Bytes are canonical (T1 of [Tree]) in every document but one that a [Scanner] has just made; that one is only
///    ever the source of a [Writer].
final class Document {
    static final int OBJECT = 0;
    static final int LIST = 1;
    static final int TEXT = 2;
    static final int INTEGER = 3;
    static final int REAL = 4;
    static final int FALSE = 5;
    static final int TRUE = 6;
    static final int NULL = 7;

    static final int TYPE_MASK = 7;
    /// On a text: it holds escapes, so it must be decoded.
    static final int FLAG = 8;

    /// The low four bits of a name word.
    static final int INTERNED_NAME = 15;
    static final int OWN_NAME = 14;
    static final int WORD_MASK = 15;

    static final int START_SHIFT = 4;
    static final int SCALAR_WORDS = 2;
    static final int CONTAINER_WORDS = 4;

    /// The largest document, since the position of a byte has 28 bits. Requests are bounded far below.
    static final int LIMIT_BYTES = 1 << 27;

    private static final int[] LET_GO = {};

    final byte[] json;
    /// [#LET_GO] while nobody looks into the document.
    private volatile int[] tape;

    Document(byte[] json, int[] tape) {
        this.json = json;
        this.tape = tape;
    }

    int[] tape() {
        int[] made = tape;
        return made.length == 0 ? madeAgain() : made;
    }

    private int[] madeAgain() {
        try {
            int[] again = new Scanner(json).scan().tape;
            tape = again;
            return again;
        } catch (MalformedJson impossible) {
            throw new IllegalStateException("a document is malformed", impossible);
        }
    }

    /// Leaves the bytes alone, half of what a document holds; who looks into it next makes the tape again. Not for a document
    /// that isn't canonical.
    ///
    /// @return how many bytes were let go
    long rest() {
        long bytes = (long) Integer.BYTES * tape.length;
        tape = LET_GO;
        return bytes;
    }

    boolean isResting() {
        return tape.length == 0;
    }

    int type(int at) {
        return tape()[at] & TYPE_MASK;
    }

    int start(int at) {
        return tape()[at] >>> START_SHIFT;
    }

    int end(int at) {
        return tape()[at + 1];
    }

    /// The first byte of a value of a canonical document. To copy all of it, no tape is needed.
    int from(int at) {
        return at == 0 ? 0 : start(at);
    }

    /// The byte after the last of a value of a canonical document.
    int to(int at) {
        return at == 0 ? json.length : end(at);
    }

    boolean isContainer(int at) {
        return type(at) <= LIST;
    }

    /// The tape position after the value.
    int after(int at) {
        return after(tape(), at);
    }

    /// The same for who has the tape at hand.
    static int after(int[] tape, int at) {
        return (tape[at] & TYPE_MASK) <= LIST ? tape[at + 2] : at + SCALAR_WORDS;
    }

    int count(int at) {
        return tape()[at + 3];
    }

    Tree tree(int at) {
        return switch (type(at)) {
            case OBJECT -> new SliceObject(this, at);
            case LIST -> new SliceList(this, at);
            case TEXT -> new SliceText(this, at);
            case INTEGER, REAL -> new SliceNumber(this, at);
            case FALSE -> BooleanTree.FALSE;
            case TRUE -> BooleanTree.TRUE;
            default -> NullTree.NULL;
        };
    }

    static boolean isInterned(int nameWord) {
        return (nameWord & WORD_MASK) == INTERNED_NAME;
    }

    static int internedName(int number) {
        return number << START_SHIFT | INTERNED_NAME;
    }

    static int ownName(int quote) {
        return quote << START_SHIFT | OWN_NAME;
    }

    String name(int nameWord) {
        return name(json, nameWord);
    }

    static String name(byte[] json, int nameWord) {
        int rest = nameWord >>> START_SHIFT;
        return isInterned(nameWord) ? Names.text(rest) : JsonText.decode(json, rest);
    }

    String text(int at) {
        return (tape()[at] & FLAG) == 0
                ? JsonText.plain(json, start(at) + 1, end(at) - 1)
                : JsonText.decode(json, start(at));
    }

    /// The integer, without a text on the way; it fits, or it wouldn't be one.
    long integer(int at) {
        boolean negative = json[start(at)] == '-';
        long number = 0;
        for (int digit = start(at) + (negative ? 1 : 0); digit < end(at); digit++) {
            // The least number has no positive counterpart.
            number = 10 * number - (json[digit] - '0');
        }
        return negative ? number : -number;
    }

    boolean sameBytes(int at, Document other, int otherAt) {
        return Arrays.equals(json, from(at), to(at), other.json, other.from(otherAt), other.to(otherAt));
    }

    /// The tape position of the field's value in the object, or -1.
    int find(int object, String name) {
        int number = Names.number(name);
        int[] tape = tape();
        int at = object + CONTAINER_WORDS;
        int end = tape[object + 2];
        if (number >= 0) {
            int wanted = internedName(number);
            // Interned names stand in the order of their numbers: most fields that are asked for aren't there.
            while (at < end && (tape[at] < wanted || !isInterned(tape[at]))) {
                at = after(tape, at + 1);
            }
            return at < end && tape[at] == wanted ? at + 1 : -1;
        }
        byte[] quoted = JsonText.quoted(name);
        while (at < end) {
            int word = tape[at];
            if (!isInterned(word) && JsonText.startsWith(json, word >>> START_SHIFT, quoted)) {
                return at + 1;
            }
            at = after(tape, at + 1);
        }
        return -1;
    }
}
