package dev.pilothouse.store;

import java.util.Arrays;

/// The bytes of an entry. Whoever serves entries mostly holds the same bytes with something set in, such as the revision: then
/// that array is all that is kept, and what was set in is left out again for the few who still ask for the bytes.
///
/// V1 The bytes never change, whatever holds them.
/// V2 Safe for use by many threads.
public final class Value {
    /// Either an array of its own or a [Cut]. One field, so that nobody sees half of the change from one to the other, and one
    /// object less for each of very many values.
    private volatile Object held;

    /// All of an array but the bytes from one position up to another.
    private record Cut(byte[] whole, int from, int to) {
        int size() {
            return whole.length - (to - from);
        }

        byte[] bytes() {
            byte[] bytes = new byte[size()];
            System.arraycopy(whole, 0, bytes, 0, from);
            System.arraycopy(whole, to, bytes, from, whole.length - to);
            return bytes;
        }
    }

    Value(byte[] bytes) {
        this.held = bytes;
    }

    /// Not to be changed; a copy once they are shared.
    byte[] bytes() {
        Object now = held;
        return now instanceof Cut cut ? cut.bytes() : (byte[]) now;
    }

    int size() {
        Object now = held;
        return now instanceof Cut cut ? cut.size() : ((byte[]) now).length;
    }

    /// Keeps the bytes as part of the array from now on, if they are that: the array without some bytes in one place.
    ///
    /// @param whole never changed by anyone
    void shareWith(byte[] whole) {
        if (!(held instanceof byte[] own) || own.length > whole.length) {
            return;
        }
        int more = whole.length - own.length;
        int mismatch = Arrays.mismatch(own, 0, own.length, whole, 0, own.length);
        int from = mismatch < 0 ? own.length : mismatch;
        if (Arrays.equals(own, from, own.length, whole, from + more, whole.length)) {
            held = new Cut(whole, from, from + more);
        }
    }
}
