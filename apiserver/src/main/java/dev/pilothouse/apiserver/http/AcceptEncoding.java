package dev.pilothouse.apiserver.http;

/// Reads which codings of an answer a client unpacks, in the two ways that upstream does.
public final class AcceptEncoding {
    private static final String GZIP = "gzip";

    private AcceptEncoding() {}

    /// Whether the client names gzip or any coding. Where objects are packed upstream looks for the word alone, and has no eye for
    /// qualities.
    static boolean namesGzip(Headers asked) {
        for (String part : field(asked).split(",")) {
            String coding = part.split(";", 2)[0].strip();
            if (coding.equals("*") || coding.equals(GZIP)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the client takes gzip itself, of whatever quality but none. The last word counts.
    public static boolean takesGzip(Headers asked) {
        boolean takes = false;
        for (String part : field(asked).split(",")) {
            String[] pieces = part.split(";");
            if (pieces.length > 0 && pieces[0].strip().equalsIgnoreCase(GZIP)) {
                takes = quality(pieces) > 0;
            }
        }
        return takes;
    }

    /// The last parameter decides: one that is no quality means the usual.
    private static double quality(String[] pieces) {
        String last = pieces[pieces.length - 1].strip();
        if (pieces.length == 1 || !last.startsWith("q=")) {
            return 1;
        }
        try {
            return Double.parseDouble(last.substring(2));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static String field(Headers asked) {
        return asked.first("accept-encoding").orElse("");
    }
}
