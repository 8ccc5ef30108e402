package dev.pilothouse.api.tree;

/// Well-formed UTF-8 as in table 3-7 of the Unicode standard.
final class Utf8 {
    private Utf8() {}

    /// The number of bytes of the well-formed character beyond ASCII that starts here, or 0.
    static int length(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        if (first < 0xe0) {
            return follows(bytes, at + 1, 0x80, 0xbf) ? 2 : 0;
        }
        if (first < 0xf0) {
            int low = first == 0xe0 ? 0xa0 : 0x80;
            int high = first == 0xed ? 0x9f : 0xbf;
            return follows(bytes, at + 1, low, high) && follows(bytes, at + 2, 0x80, 0xbf) ? 3 : 0;
        }
        int low = first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xf4 ? 0x8f : 0xbf;
        return follows(bytes, at + 1, low, high)
                        && follows(bytes, at + 2, 0x80, 0xbf)
                        && follows(bytes, at + 3, 0x80, 0xbf)
                ? 4
                : 0;
    }

    private static boolean follows(byte[] bytes, int at, int low, int high) {
        return at < bytes.length && (bytes[at] & 0xff) >= low && (bytes[at] & 0xff) <= high;
    }
}
