package dev.pilothouse.api.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Hands over a value's canonical bytes piece by piece: a list of a hundred thousand objects costs one buffer, not an array
/// as long as all of them.
///
/// @param <E> what the taker fails with
public final class Pieces<E extends Exception> {
    /// Long enough that what a piece costs on its way (a record of TLS is 16 KiB) is little beside its bytes.
    public static final int BYTES = 64 << 10;

    /// Takes one piece after the other.
    ///
    /// @param <E> what it fails with
    @FunctionalInterface
    public interface Taker<E extends Exception> {
        /// @param bytes filled again after the call
        void take(byte[] bytes, int offset, int length) throws E;
    }

    private final Taker<E> taker;
    private final byte[] buffer;
    private int used;

    private Pieces(int bytes, Taker<E> taker) {
        this.buffer = new byte[bytes];
        this.taker = taker;
    }

    /// For bytes that somebody puts together; all pieces but the last are [#BYTES] long, and the last goes with [#flush].
    public static <E extends Exception> Pieces<E> to(Taker<E> taker) {
        return new Pieces<>(BYTES, taker);
    }

    /// Returns when everything was taken. All pieces but the last are [#BYTES] long.
    public static <E extends Exception> void write(Tree tree, Taker<E> taker) throws E {
        Pieces<E> pieces = new Pieces<>(BYTES, taker);
        pieces.write(tree);
        pieces.flush();
    }

    /// All canonical bytes as one piece, for who needs neither a tape nor a stream.
    static byte[] whole(Tree tree, Length length) {
        Pieces<RuntimeException> piece = new Pieces<>(Math.toIntExact(length.bytes()), (_, _, _) -> {
            throw new IllegalStateException("a value is longer than it was measured");
        });
        piece.write(tree);
        return piece.used == piece.buffer.length ? piece.buffer : Arrays.copyOf(piece.buffer, piece.used);
    }

    private void write(Tree tree) throws E {
        switch (tree) {
            case SliceObject slice -> copy(slice.document(), slice.position());
            case SliceList slice -> copy(slice.document(), slice.position());
            case SliceText slice -> copy(slice.document(), slice.position());
            case SliceNumber slice -> copy(slice.document(), slice.position());
            case TailObject tail -> {
                put('{');
                put(tail.document().json, tail.from(), tail.bytes() - 1);
            }
            case BuiltObject object -> {
                put('{');
                for (int i = 0; i < object.size(); i++) {
                    separate(i);
                    name(object.nameAt(i));
                    write(object.valueAt(i));
                }
                put('}');
            }
            case BuiltList list -> {
                put('[');
                for (int i = 0; i < list.size(); i++) {
                    separate(i);
                    write(list.get(i));
                }
                put(']');
            }
            case BuiltText text -> put(JsonText.quoted(text.text()));
            case BuiltNumber number -> put(number.literal().getBytes(StandardCharsets.US_ASCII));
            case BooleanTree bool -> put(bool.toString().getBytes(StandardCharsets.US_ASCII));
            case NullTree nothing -> put(nothing.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void copy(Document document, int position) throws E {
        int start = document.from(position);
        put(document.json, start, document.to(position) - start);
    }

    private void name(String name) throws E {
        int number = Names.number(name);
        put(number >= 0 ? Names.quoted(number) : JsonText.quoted(name));
        put(':');
    }

    private void separate(int index) throws E {
        if (index > 0) {
            put(',');
        }
    }

    private void put(char sign) throws E {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) sign;
    }

    /// The bytes are the caller's again after the call.
    public void put(byte[] bytes) throws E {
        put(bytes, 0, bytes.length);
    }

    private void put(byte[] bytes, int from, int count) throws E {
        for (int at = from; at < from + count; ) {
            if (used == buffer.length) {
                flush();
            }
            int fits = Math.min(from + count - at, buffer.length - used);
            System.arraycopy(bytes, at, buffer, used, fits);
            used += fits;
            at += fits;
        }
    }

    /// Hands over what is left.
    public void flush() throws E {
        if (used > 0) {
            taker.take(buffer, 0, used);
            used = 0;
        }
    }
}
