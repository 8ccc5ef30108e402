package dev.pilothouse.apiserver.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListOptionsTest {
    private static final String INVALID = "ListOptions.meta.k8s.io \"\" is invalid: ";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resourceVersion=0&resourceVersionMatch=Exact"
                        + " | resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
                "resourceVersionMatch=Exact&sendInitialEvents=1"
                        + " | [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided,"
                        + " sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list]",
                "watch=1&sendInitialEvents=false"
                        + " | resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
                "watch=1&sendInitialEvents=true&resourceVersionMatch=Exact"
                        + " | [resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan,"
                        + " resourceVersionMatch: Unsupported value: \"Exact\": supported values: \"NotOlderThan\"]",
                "watch=1&resourceVersionMatch=Later&continue=c"
                        + " | [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
                        + " provided, resourceVersionMatch: Unsupported value: \"Later\": supported values: \"NotOlderThan\","
                        + " resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided]",
                "watch=1&continue=c"
                        + " | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
                "watch=1&continue=c&resourceVersion=0"
                        + " | resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
            })
    void everyRuleThatIsBrokenIsNamed(String query, String message) {
        assertEquals(INVALID + message, refusal(query, Query.parse(query).flag("watch")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "limit=1.5                  | strconv.ParseInt: parsing \"1.5\": invalid syntax",
                "limit=                     | strconv.ParseInt: parsing \"\": invalid syntax",
                "limit=99999999999999999999 | strconv.ParseInt: parsing \"99999999999999999999\": value out of range",
                "timeoutSeconds=soon        | strconv.ParseInt: parsing \"soon\": invalid syntax",
                "labelSelector=,&limit=x    | strconv.ParseInt: parsing \"x\": invalid syntax",
                "fieldSelector=a&timeoutSeconds=x&limit=y | strconv.ParseInt: parsing \"x\": invalid syntax",
            })
    void aNumberIsOneOfGo(String query, String message) {
        assertEquals(message, refusal(query, false));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "%2B1 | resourceVersion: Invalid value: \"+1\": strconv.ParseUint: parsing \"+1\": invalid syntax",
                "-1                   | resourceVersion: Invalid value: \"-1\": strconv.ParseUint: parsing \"-1\": invalid syntax",
                "99999999999999999999 | resourceVersion: Invalid value: \"99999999999999999999\": strconv.ParseUint: parsing"
                        + " \"99999999999999999999\": value out of range",
            })
    void aRevisionIsOneOfGo(String text, String message) {
        Status list = revision("resourceVersion=" + text, false);
        assertEquals("invalid resource version: " + message, list.message());
        assertEquals(400, list.code());
        Status watch = revision("watch=1&resourceVersion=" + text, true);
        assertEquals(message, watch.message());
        assertEquals(500, watch.code());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"7, 7", "0, 0", "007, 7", "9223372036854775808, 9223372036854775807", "18446744073709551615, 9223372036854775807"})
    void aRevisionHasNoSign(String text, long revision) {
        assertEquals(revision, ListOptions.of(Query.parse("resourceVersion=" + text), false).revision());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "watch=1, true",
        "watch=1&resourceVersion=0&allowWatchBookmarks=1, true",
        "watch=1&resourceVersion=7, false",
        "watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan, false",
        "allowWatchBookmarks=1, false",
    })
    void aWatchFromNoRevisionAsksForTheState(String query, boolean asks) {
        ListOptions options = ListOptions.of(Query.parse(query), true);
        assertEquals(asks, options.sendInitialEvents().orElse(false));
    }

    /// Seconds become nanoseconds of 64 bits, as in Go.
    @ParameterizedTest(name = "{0} s: {1}")
    @CsvSource({
        "7,                    PT7S",
        "0,                    PT0S",
        "-1,                   PT-1S",
        "9223372036,           PT2562047H47M16S",
        "9223372037,           PT-2562047H-47M-16.709551616S",
        "18446744074,          PT0.290448384S",
        "-9223372036854775808, PT0S",
    })
    void aWatchCountsItsTimeInBitsAndWithASign(String seconds, Duration time) {
        ListOptions options = ListOptions.of(Query.parse("watch=1&timeoutSeconds=" + seconds), true);
        assertEquals(Optional.of(time).filter(some -> !some.isZero()), options.timeout());
    }

    private static Status revision(String query, boolean watching) {
        ListOptions options = ListOptions.of(Query.parse(query), watching);
        return assertThrows(ApiError.class, options::revision).status();
    }

    /// The path says that it is a watch, and the parameters don't.
    @ParameterizedTest(name = "{0}")
    @CsvSource({"sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=1"})
    void theDeprecatedPathsOfWatchesAreCheckedAsLists(String query) {
        assertEquals(INVALID + "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list", refusal(query, true));
    }

    private static String refusal(String query, boolean watching) {
        return assertThrows(ApiError.class, () -> ListOptions.of(Query.parse(query), watching))
                .status()
                .message();
    }
}
