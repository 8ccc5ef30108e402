package dev.pilothouse.api.yaml;

import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.Tree;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a plain scalar means. The rules are those of YAML 1.1 as the Go library has them, without its dates: a date
/// stays the text that it is.
final class YamlScalars {
    static final String MERGE = "<<";

    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern SEXAGESIMAL =
            Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
            + "(([Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?[ \\t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?)?)?");
    private static final Map<String, Tree> WORDS = new HashMap<>();

    static {
        for (String word : "y Y yes Yes YES true True TRUE on On ON".split(" ")) {
            WORDS.put(word, Tree.of(true));
        }
        for (String word : "n N no No NO false False FALSE off Off OFF".split(" ")) {
            WORDS.put(word, Tree.of(false));
        }
        for (String word : new String[] {"", "~", "null", "Null", "NULL"}) {
            WORDS.put(word, NullTree.NULL);
        }
    }

    private YamlScalars() {}

    static Tree resolve(String text) throws MalformedYaml {
        Tree word = WORDS.get(text);
        if (word != null) {
            return word;
        }
        char first = text.charAt(0);
        if (first != '+' && first != '-' && first != '.' && (first < '0' || first > '9')) {
            return Tree.of(text);
        }
        if (isInfinite(text)) {
            throw new MalformedYaml("json: unsupported value: " + text);
        }
        if (DATE.matcher(text).matches()) {
            return Tree.of(text);
        }
        return number(text).orElseGet(() -> Tree.of(text));
    }

    private static boolean isInfinite(String text) {
        String bare = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        return switch (bare) {
            case ".inf", ".Inf", ".INF" -> true;
            case ".nan", ".NaN", ".NAN" -> bare.equals(text);
            default -> false;
        };
    }

    static Optional<Tree> number(String text) {
        String plain = text.replace("_", "");
        Optional<Tree> integer = integer(plain);
        if (integer.isPresent()) {
            return integer;
        }
        return FLOAT.matcher(plain).matches() ? finite(Double.parseDouble(plain)) : Optional.empty();
    }

    /// A float without a fraction passes through JSON, where it is an integer.
    private static Optional<Tree> finite(double number) {
        if (!Double.isFinite(number)) {
            return Optional.empty();
        }
        return Optional.of(
                number == Math.rint(number) && Math.abs(number) < Long.MAX_VALUE
                        ? Tree.of((long) number)
                        : Tree.of(number));
    }

    private static Optional<Tree> integer(String plain) {
        boolean negative = plain.startsWith("-");
        String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
        int radix = radix(digits);
        String bare = digits.substring(prefix(digits));
        if (bare.isEmpty() || !bare.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0)) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(negative ? "-" + bare : bare, radix);
        return value.bitLength() < Long.SIZE ? Optional.of(Tree.of(value.longValueExact())) : finite(value.doubleValue());
    }

    private static int radix(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    private static int prefix(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 0;
        }
        return Character.isLetter(digits.charAt(1)) && "xXbBoO".indexOf(digits.charAt(1)) >= 0 ? 2 : 1;
    }

    /// Whether the text, written without quotes, would be read back as this text by any reader.
    static boolean isPlainText(String text) {
        if (DATE.matcher(text).matches() || SEXAGESIMAL.matcher(text).matches() || text.equals(MERGE)) {
            return false;
        }
        try {
            return resolve(text) instanceof dev.pilothouse.api.tree.TextTree;
        } catch (MalformedYaml e) {
            return false;
        }
    }
}
