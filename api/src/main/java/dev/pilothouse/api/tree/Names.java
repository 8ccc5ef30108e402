package dev.pilothouse.api.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The field names that the built-in kinds use, each with a number: a document holds the number in the place of the
/// name. The set is fixed when the project is built, so that no client can make it grow; any other name stays in the
/// document's own bytes. Numbers order as the names do: the build wrote them down in their order, and all of them are
/// characters that JSON writes as they are.
final class Names {
    private static final String[] TEXTS = load();
    private static final byte[][] QUOTED = new byte[TEXTS.length][];
    /// Open addressing over the names' bytes: a slot holds a number + 1, zero is free. At most half full.
    private static final int[] SLOTS = new int[Integer.highestOneBit(Math.max(1, TEXTS.length)) * 4];
    /// The same over the names as texts.
    private static final int[] TEXT_SLOTS = new int[SLOTS.length];

    static {
        for (int number = 0; number < TEXTS.length; number++) {
            QUOTED[number] = ('"' + TEXTS[number] + '"').getBytes(StandardCharsets.US_ASCII);
            put(SLOTS, hash(QUOTED[number], 1, QUOTED[number].length - 1), number);
            put(TEXT_SLOTS, hash(TEXTS[number]), number);
        }
    }

    private Names() {}

    private static void put(int[] slots, int hash, int number) {
        int slot = hash;
        while (slots[slot & slots.length - 1] != 0) {
            slot++;
        }
        slots[slot & slots.length - 1] = number + 1;
    }

    private static String[] load() {
        try (InputStream names = Names.class.getResourceAsStream("names.txt")) {
            if (names == null) {
                throw new IllegalStateException("the build left out the resource names.txt beside " + Names.class);
            }
            return new String(names.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::intern)
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The number of the name, or -1 if it isn't interned.
    static int number(String name) {
        int slot = hash(name);
        while (true) {
            int number = TEXT_SLOTS[slot & TEXT_SLOTS.length - 1] - 1;
            if (number < 0 || TEXTS[number].equals(name)) {
                return number;
            }
            slot++;
        }
    }

    /// The number of the name in these bytes, or -1.
    static int number(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to);
        while (true) {
            int number = SLOTS[slot & SLOTS.length - 1] - 1;
            if (number < 0) {
                return -1;
            }
            byte[] quoted = QUOTED[number];
            if (Arrays.equals(quoted, 1, quoted.length - 1, bytes, from, to)) {
                return number;
            }
            slot++;
        }
    }

    static String text(int number) {
        return TEXTS[number];
    }

    /// The name's bytes with its quotes. Not to be changed.
    static byte[] quoted(int number) {
        return QUOTED[number];
    }

    /// Where the name stands among the first of these, which are in order, or -1 and less the place where it would.
    static int find(String name, String[] sorted, int size) {
        int from = 0;
        int to = size - 1;
        while (from <= to) {
            int middle = from + to >>> 1;
            if (sorted[middle].equals(name)) {
                return middle;
            }
            if (compare(sorted[middle], name) < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -from - 1;
    }

    /// Orders as the UTF-8 bytes do, which differs from the order of UTF-16 units only beyond the basic plane.
    static int compare(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean pair = Character.isSurrogate(x);
                return pair == Character.isSurrogate(y) ? Character.compare(x, y) : pair ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int hash(String name) {
        return name.hashCode() ^ name.hashCode() >>> 15;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
