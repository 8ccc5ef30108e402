package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.FieldSelector;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.MalformedSelector;
import dev.pilothouse.api.meta.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a list or a watch may ask for (`ListOptions` of meta/v1).
///
/// @param resourceVersion empty, `0`, or a revision
/// @param limit objects at most; 0 for all
public record ListOptions(
        LabelSelector labels,
        FieldSelector fields,
        boolean watch,
        boolean allowWatchBookmarks,
        String resourceVersion,
        Match match,
        long limit,
        String continueToken,
        Optional<Long> timeoutSeconds,
        Optional<Boolean> sendInitialEvents) {

    /// `resourceVersionMatch`.
    public enum Match {
        UNSET,
        NOT_OLDER_THAN,
        EXACT
    }

    private static final GroupKind KIND = new GroupKind("meta.k8s.io", "ListOptions");
    private static final FieldPath MATCH = FieldPath.of("resourceVersionMatch");
    private static final String NOT_WITH_CONTINUE = "resourceVersionMatch is forbidden when continue is provided";

    /// Reads and checks the parameters; what upstream refuses is refused with its status.
    public static ListOptions of(Query query, boolean watching) {
        // Numbers are read before what the texts say is looked at.
        Optional<Long> timeoutSeconds = query.number("timeoutSeconds");
        long limit = query.number("limit").orElse(0L);
        boolean state = asksForState(query);
        String match = state ? "NotOlderThan" : query.text("resourceVersionMatch");
        ListOptions options = new ListOptions(
                labels(query),
                fields(query),
                watching,
                query.flag("allowWatchBookmarks"),
                query.text("resourceVersion"),
                switch (match) {
                    case "NotOlderThan" -> Match.NOT_OLDER_THAN;
                    case "Exact" -> Match.EXACT;
                    default -> Match.UNSET;
                },
                limit,
                query.text("continue"),
                timeoutSeconds,
                state || query.has("sendInitialEvents")
                        ? Optional.of(state || query.flag("sendInitialEvents"))
                        : Optional.empty());
        Problems problems = new Problems();
        // The deprecated paths of watches are checked as what their parameters alone would be.
        options.check(match, query.flag("watch"), problems);
        if (!problems.isEmpty()) {
            throw ApiError.invalid(KIND, "", problems.list());
        }
        return options;
    }

    /// A watch from no revision is one that is sent the state first and told when that was all, whether it says so or not.
    /// The deprecated paths of watches don't ask for that.
    private static boolean asksForState(Query query) {
        String from = query.text("resourceVersion");
        return query.flag("watch")
                && (from.isEmpty() || from.equals("0"))
                && query.text("resourceVersionMatch").isEmpty()
                && !query.has("sendInitialEvents");
    }

    /// Each rule speaks for itself: one value may break several.
    private void check(String matchText, boolean asWatch, Problems problems) {
        if (asWatch) {
            checkWatch(matchText, problems);
            return;
        }
        if (!matchText.isEmpty()) {
            if (resourceVersion.isEmpty()) {
                problems.forbidden(MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided");
            }
            if (!continueToken.isEmpty()) {
                problems.forbidden(MATCH, NOT_WITH_CONTINUE);
            }
            if (match == Match.UNSET) {
                problems.notSupported(MATCH, matchText, List.of("Exact", "NotOlderThan", ""));
            }
            if (match == Match.EXACT && resourceVersion.equals("0")) {
                problems.forbidden(MATCH, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }
        if (sendInitialEvents.isPresent()) {
            problems.forbidden(FieldPath.of("sendInitialEvents"), "sendInitialEvents is forbidden for list");
        }
    }

    private void checkWatch(String matchText, Problems problems) {
        if (sendInitialEvents.isPresent() && match != Match.NOT_OLDER_THAN) {
            problems.forbidden(MATCH, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (matchText.isEmpty()) {
            return;
        }
        if (sendInitialEvents.isEmpty()) {
            problems.forbidden(
                    MATCH, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }
        if (match != Match.NOT_OLDER_THAN) {
            problems.notSupported(MATCH, matchText, List.of("NotOlderThan"));
        }
        if (!continueToken.isEmpty()) {
            problems.forbidden(MATCH, NOT_WITH_CONTINUE);
        }
    }

    private static LabelSelector labels(Query query) {
        try {
            return LabelSelector.parse(query.text("labelSelector"));
        } catch (MalformedSelector e) {
            throw ApiError.badRequest(e.getMessage());
        }
    }

    private static FieldSelector fields(Query query) {
        try {
            return FieldSelector.parse(query.text("fieldSelector"));
        } catch (MalformedSelector e) {
            throw ApiError.badRequest(e.getMessage());
        }
    }

    /// What is wrong with a text that is no revision.
    public static String notARevision(String text) {
        String quoted = GoText.quote(text);
        return "resourceVersion: Invalid value: " + quoted + ": strconv.ParseUint: parsing " + quoted + ": "
                + (text.matches("[0-9]+") ? "value out of range" : "invalid syntax");
    }

    /// How long a watch lasts, if it says so; one that takes less than no time is over before it begins. Seconds are counted in
    /// nanoseconds, and very many of them wrap around, as in Go.
    public Optional<Duration> timeout() {
        return timeoutSeconds.map(seconds -> Duration.ofNanos(seconds * 1_000_000_000)).filter(time -> !time.isZero());
    }

    /// The revision asked for, 0 when there is none or `0`.
    public long revision() {
        if (resourceVersion.isEmpty()) {
            return 0;
        }
        try {
            return revision(resourceVersion);
        } catch (NumberFormatException e) {
            String why = notARevision(resourceVersion);
            // Upstream looks at what a list asks for before it looks for the list, and at what a watch asks for afterwards.
            throw watch ? ApiError.unclassified(why) : ApiError.badRequest("invalid resource version: " + why);
        }
    }

    /// A revision is a whole number without a sign. One that is larger than any that is ever reached stands for all of those.
    ///
    /// @throws NumberFormatException if the text is none
    public static long revision(String text) {
        if (text.startsWith("+")) {
            throw new NumberFormatException(text);
        }
        long unsigned = Long.parseUnsignedLong(text);
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }
}
