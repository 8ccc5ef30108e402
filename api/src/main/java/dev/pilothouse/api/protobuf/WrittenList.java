package dev.pilothouse.api.protobuf;

import dev.pilothouse.api.tree.Pieces;
import java.util.List;

/// A list in protobuf whose bytes are never there as a whole: whoever takes it shares the messages of its items with everybody
/// else who does.
///
/// @param head what stands before the items
/// @param items their messages
/// @param bytes of all of it
public record WrittenList(byte[] head, List<byte[]> items, byte[] tail, long bytes) {
    /// The field of every list's message that holds its items.
    private static final int ITEMS = 2;

    /// A field and type, and a length of less than 2 GiB.
    private static final int MOST_DELIMITER_BYTES = 6;

    /// Returns when everything was taken.
    public <E extends Exception> void write(Pieces.Taker<E> taker) throws E {
        Pieces<E> pieces = Pieces.to(taker);
        pieces.put(head);
        for (byte[] item : items) {
            pieces.put(delimiter(item.length));
            pieces.put(item);
        }
        pieces.put(tail);
        pieces.flush();
    }

    static byte[] delimiter(int length) {
        BackwardBuffer out = new BackwardBuffer(MOST_DELIMITER_BYTES);
        out.varint(length);
        out.tag(ITEMS, WireType.LENGTH);
        return out.toBytes();
    }
}
