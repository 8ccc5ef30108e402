package dev.pilothouse.api.structural;

import java.util.regex.Pattern;

/// A mail address, alone or with a name before it in angle brackets (RFC 5322, as Go's `net/mail` reads it).
final class MailFormat {
    private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10ffff}-]+";
    private static final String DOTTED = ATOM + "(\\." + ATOM + ")*";
    private static final String QUOTED = "\"([^\"\\\\\\r\\n]|\\\\.)*\"";
    private static final String SPEC = "(" + DOTTED + "|" + QUOTED + ")@(" + DOTTED + "|\\[[^\\[\\]\\\\]*\\])";
    private static final Pattern ADDRESS = Pattern.compile("\\s*(" + SPEC + "|((" + ATOM + "|" + QUOTED
            + "|[ \\t.])*)<\\s*" + SPEC + "\\s*>)\\s*(\\([^()]*\\)\\s*)?");

    private MailFormat() {}

    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
