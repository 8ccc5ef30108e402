package dev.pilothouse.api.cel;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// Functions on texts. Positions count characters, not bytes.
final class Texts {
    private Texts() {}

    static void define(Functions.Definer to) {
        to.define("size", "(string):int", a -> length(a[0]));
        to.define("size", "string.():int", a -> length(a[0]));
        to.define("size", "(bytes):int", a -> (long) ((CelBytes) a[0]).bytes().length);
        to.define("size", "bytes.():int", a -> (long) ((CelBytes) a[0]).bytes().length);
        to.define("contains", "string.(string):bool", a -> text(a[0]).contains(text(a[1])));
        to.define("startsWith", "string.(string):bool", a -> text(a[0]).startsWith(text(a[1])));
        to.define("endsWith", "string.(string):bool", a -> text(a[0]).endsWith(text(a[1])));
        to.define("matches", "string.(string):bool", a -> pattern(a[1]).matcher(text(a[0])).find());
        to.define("matches", "(string,string):bool", a -> pattern(a[1]).matcher(text(a[0])).find());
        to.define("lowerAscii", "string.():string", a -> ascii(text(a[0]), 'A', 'Z', 32));
        to.define("upperAscii", "string.():string", a -> ascii(text(a[0]), 'a', 'z', -32));
        to.define("trim", "string.():string", a -> text(a[0]).strip());
        to.define("reverse", "string.():string", a -> new StringBuilder(text(a[0])).reverse().toString());
        to.define("jsonpatch.escapeKey", "(string):string", a -> text(a[0]).replace("~", "~0").replace("/", "~1"));
        parts(to);
        patterns(to);
    }

    private static void parts(Functions.Definer to) {
        to.define("charAt", "string.(int):string", a -> {
            long index = (Long) a[1];
            long size = length(a[0]);
            if (index < 0 || index > size) {
                throw new CelFailure("index out of range: " + index);
            }
            return index == size ? "" : cut(text(a[0]), index, index + 1);
        });
        to.define("substring", "string.(int):string", a -> cut(text(a[0]), (Long) a[1], length(a[0])));
        to.define("substring", "string.(int,int):string", a -> cut(text(a[0]), (Long) a[1], (Long) a[2]));
        to.define("indexOf", "string.(string):int", a -> points(a[0], text(a[0]).indexOf(text(a[1]))));
        to.define("indexOf", "string.(string,int):int", a ->
                points(a[0], text(a[0]).indexOf(text(a[1]), offset(a[0], (Long) a[2]))));
        to.define("lastIndexOf", "string.(string):int", a -> points(a[0], text(a[0]).lastIndexOf(text(a[1]))));
        to.define("lastIndexOf", "string.(string,int):int", a ->
                points(a[0], text(a[0]).lastIndexOf(text(a[1]), offset(a[0], (Long) a[2]))));
        to.define("replace", "string.(string,string):string", a -> text(a[0]).replace(text(a[1]), text(a[2])));
        to.define("replace", "string.(string,string,int):string", a -> {
            long count = (Long) a[3];
            String replaced = text(a[0]);
            return count < 0
                    ? replaced.replace(text(a[1]), text(a[2]))
                    : replaced(replaced, Pattern.compile(Pattern.quote(text(a[1]))), Matcher.quoteReplacement(text(a[2])), count);
        });
        to.define("split", "string.(string):list<string>", a -> split(text(a[0]), text(a[1]), -1));
        to.define("split", "string.(string,int):list<string>", a -> split(text(a[0]), text(a[1]), (Long) a[2]));
        to.define("join", "list<string>.():string", a -> join(a[0], ""));
        to.define("join", "list<string>.(string):string", a -> join(a[0], text(a[1])));
    }

    private static void patterns(Functions.Definer to) {
        to.define("find", "string.(string):string", a -> {
            Matcher matcher = pattern(a[1]).matcher(text(a[0]));
            return matcher.find() ? matcher.group() : "";
        });
        to.define("findAll", "string.(string):list<string>", a -> findAll(a, -1));
        to.define("findAll", "string.(string,int):list<string>", a -> findAll(a, (Long) a[2]));
    }

    private static Object findAll(Object[] a, long limit) {
        var found = pattern(a[1]).matcher(text(a[0])).results().map(each -> (Object) each.group());
        return (limit < 0 ? found : found.limit(limit)).toList();
    }

    static String text(Object value) {
        return (String) value;
    }

    private static long length(Object text) {
        return text(text).codePointCount(0, text(text).length());
    }

    static Pattern pattern(Object expression) {
        try {
            return Pattern.compile(text(expression));
        } catch (PatternSyntaxException e) {
            throw new CelFailure("error parsing regexp: " + e.getDescription() + ": `" + expression + "`");
        }
    }

    private static String ascii(String text, char from, char until, int shift) {
        return text.codePoints()
                .map(c -> c >= from && c <= until ? c + shift : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int offset(Object text, long points) {
        if (points < 0 || points > length(text)) {
            throw new CelFailure("index out of range: " + points);
        }
        return text(text).offsetByCodePoints(0, (int) points);
    }

    private static Object points(Object text, int offset) {
        return offset < 0 ? -1L : (long) text(text).codePointCount(0, offset);
    }

    private static String cut(String text, long from, long until) {
        if (from > until) {
            throw new CelFailure("invalid substring range. start: " + from + ", end: " + until);
        }
        return text.substring(offset(text, from), offset(text, until));
    }

    private static String replaced(String text, Pattern what, String by, long count) {
        String rest = text;
        StringBuilder done = new StringBuilder();
        Matcher matcher = what.matcher(rest);
        for (long i = 0; i < count && matcher.find(); i++) {
            matcher.appendReplacement(done, by);
        }
        return matcher.appendTail(done).toString();
    }

    private static Object split(String text, String by, long limit) {
        if (limit == 0) {
            return List.of();
        }
        if (by.isEmpty()) {
            return text.codePoints().<Object>mapToObj(Character::toString).toList();
        }
        return Arrays.<Object>asList((Object[]) text.split(Pattern.quote(by), limit < 0 ? -1 : (int) limit));
    }

    private static String join(Object list, String by) {
        return ((List<?>) list).stream()
                .map(each -> {
                    if (!(each instanceof String text)) {
                        throw CelFailure.noOverload();
                    }
                    return text;
                })
                .collect(Collectors.joining(by));
    }
}
