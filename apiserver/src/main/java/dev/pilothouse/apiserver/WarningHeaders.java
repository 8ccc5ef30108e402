package dev.pilothouse.apiserver;

import dev.pilothouse.apiserver.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Puts warnings into the headers of an answer (RFC 7234 §5.5, code 299), each once.
///
/// W1 Clients and proxies bound their headers: warnings that are longer than [#ALL_CHARACTERS] together are cut to
///    [#ONE_CHARACTERS] each, and those that still don't fit are left out.
final class WarningHeaders {
    private static final int ALL_CHARACTERS = 4 * 1024;
    private static final int ONE_CHARACTERS = 256;

    private WarningHeaders() {}

    static HttpResponse on(HttpResponse answer, List<String> warnings) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String warning : warnings) {
            // A control character can't stand in a header.
            if (!warning.isEmpty() && warning.chars().noneMatch(Character::isISOControl)) {
                distinct.add(warning);
            }
        }
        boolean cut = distinct.stream().mapToInt(WarningHeaders::length).sum() > ALL_CHARACTERS;
        HttpResponse result = answer;
        int written = 0;
        for (String warning : distinct) {
            if (written >= ALL_CHARACTERS) {
                return result;
            }
            String shown = cut ? shortened(warning) : warning;
            written += length(shown);
            result = result.withHeader("Warning", "299 - " + quoted(shown));
        }
        return result;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String shortened(String text) {
        return length(text) <= ONE_CHARACTERS ? text : text.substring(0, text.offsetByCodePoints(0, ONE_CHARACTERS));
    }

    /// A quoted string of RFC 9110.
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
