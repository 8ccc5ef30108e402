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

    static int delimiterBytes(int length) {
        return 1 + BackwardBuffer.varintBytes(length);
    }

    private static byte[] delimiter(int length) {
        BackwardBuffer out = new BackwardBuffer(delimiterBytes(length));
        out.varint(length);
        out.tag(ITEMS, WireType.LENGTH);
        return out.toBytes();
    }
}
