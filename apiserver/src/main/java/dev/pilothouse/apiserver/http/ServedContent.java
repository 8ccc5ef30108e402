package dev.pilothouse.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpDateTime;

/// A document that clients keep and come back to: they ask whether it changed (RFC 9110 §13), or for parts of it (§14). Answers
/// are those of Go's library, which upstream serves documents with.
///
/// S1 Conditions come before parts: If-Match or else If-Unmodified-Since, If-None-Match or else If-Modified-Since, If-Range.
/// S2 Parts that add up to more than the whole are the whole: such a request is a mistake or worse.
///
/// @param tag quoted; empty for none
/// @param headers what else every answer says of the document
public record ServedContent(
        String contentType, String tag, Instant modified, Map<String, List<String>> headers, Supplier<byte[]> bytes) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"";
    private static final Pattern NEXT_TAG = Pattern.compile("[ \\t,]*(\\*|" + TAG + ")");
    private static final Pattern RANGE = Pattern.compile("(\\d*)[ \\t]*-[ \\t]*(\\d*)");
    private static final String UNIT = "bytes=";

    /// Positions are digits; more than these are no position.
    private static final int POSITION_DIGITS = 18;

    private record Part(int start, int length) {
        String of(int size) {
            return "bytes " + start + "-" + (start + length - 1) + "/" + size;
        }
    }

    private static final class Unsatisfiable extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean outside;

        Unsatisfiable(boolean outside) {
            super(outside ? "invalid range: failed to overlap" : "invalid range");
            this.outside = outside;
        }
    }

    public ServedContent {
        modified = modified.truncatedTo(ChronoUnit.SECONDS);
    }

    /// What the client gets who asks for it.
    public HttpResponse.Whole answer(HttpRequest request) {
        Headers asked = request.headers();
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!isAsExpected(asked)) {
            return dated(of(412, contentType, new byte[0]));
        }
        if (isKnown(asked, reads)) {
            return reads ? notModified() : dated(of(412, contentType, new byte[0]));
        }
        byte[] all = bytes.get();
        try {
            List<Part> parts = parts(asked, reads, all.length);
            long sum = parts.stream().mapToLong(Part::length).sum();
            HttpResponse.Whole answer = parts.isEmpty() || sum > all.length
                    ? of(200, contentType, all)
                    : parts.size() == 1 ? part(parts.getFirst(), all) : parts(parts, all);
            return dated(answer).withHeader("Accept-Ranges", "bytes");
        } catch (Unsatisfiable refused) {
            HttpResponse.Whole answer = HttpResponse.plainError(416, refused.getMessage() + "\n");
            for (String vary : headers.getOrDefault("Vary", List.of())) {
                answer = answer.withHeader("Vary", vary);
            }
            return refused.outside ? answer.withHeader("Content-Range", "bytes */" + all.length) : answer;
        }
    }

    private HttpResponse.Whole of(int status, String type, byte[] content) {
        Map<String, List<String>> all = new LinkedHashMap<>(headers);
        if (!tag.isEmpty()) {
            all.put("ETag", List.of(tag));
        }
        return new HttpResponse.Whole(status, all, type, new HttpResponse.Payload.Bytes(content));
    }

    private HttpResponse.Whole dated(HttpResponse.Whole answer) {
        return answer.withHeader("Last-Modified", DATE.format(modified.atOffset(ZoneOffset.UTC)));
    }

    /// A tag says all that there is to say.
    private HttpResponse.Whole notModified() {
        HttpResponse.Whole answer = of(304, "", new byte[0]);
        return tag.isEmpty() ? dated(answer) : answer;
    }

    // ---- conditions

    private boolean isAsExpected(Headers asked) {
        String tags = asked.first("if-match").orElse("");
        return tags.isEmpty()
                ? date(asked, "if-unmodified-since").map(then -> !modified.isAfter(then)).orElse(true)
                : tags(tags).anyMatch(it -> it.equals("*") || it.equals(tag) && !it.startsWith("W/"));
    }

    private boolean isKnown(Headers asked, boolean reads) {
        String tags = asked.first("if-none-match").orElse("");
        return tags.isEmpty()
                ? reads && date(asked, "if-modified-since").map(then -> !modified.isAfter(then)).orElse(false)
                : tags(tags).anyMatch(it -> it.equals("*") || strong(it).equals(tag));
    }

    /// Whether parts are wanted of this document and no other.
    private boolean isToBeParted(Headers asked, boolean reads) {
        String condition = asked.first("if-range").orElse("");
        if (condition.isEmpty() || !reads) {
            return true;
        }
        return tags(condition).findFirst()
                .map(it -> it.equals(tag))
                .orElseGet(() -> date(asked, "if-range").filter(modified::equals).isPresent());
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /// The tags of a list, as far as it is one.
    private static Stream<String> tags(String list) {
        List<String> tags = new ArrayList<>();
        Matcher next = NEXT_TAG.matcher(list);
        while (next.lookingAt()) {
            tags.add(next.group(1));
            next.region(next.end(), list.length());
        }
        return tags.stream();
    }

    private static Optional<Instant> date(Headers asked, String name) {
        return asked.first(name).flatMap(text -> {
            try {
                return Optional.of(HttpDateTime.parse(text).toInstant());
            } catch (IllegalArgumentException none) {
                return Optional.empty();
            }
        });
    }

    // ---- parts

    private List<Part> parts(Headers asked, boolean reads, int size) throws Unsatisfiable {
        String wanted = asked.first("range").orElse("");
        if (wanted.isEmpty() || !isToBeParted(asked, reads)) {
            return List.of();
        }
        if (!wanted.startsWith(UNIT)) {
            throw new Unsatisfiable(false);
        }
        List<Part> parts = new ArrayList<>();
        boolean outside = false;
        for (String each : wanted.substring(UNIT.length()).split(",")) {
            if (!each.isBlank()) {
                Optional<Part> part = part(each.strip(), size);
                part.ifPresent(parts::add);
                outside |= part.isEmpty();
            }
        }
        if (outside && parts.isEmpty() && size > 0) {
            throw new Unsatisfiable(true);
        }
        return parts;
    }

    /// @return empty for a part that begins behind the end
    private static Optional<Part> part(String text, int size) throws Unsatisfiable {
        Matcher range = RANGE.matcher(text);
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            throw new Unsatisfiable(false);
        }
        if (range.group(1).isEmpty()) {
            int length = (int) Math.min(position(range.group(2)), size);
            return Optional.of(new Part(size - length, length));
        }
        long start = position(range.group(1));
        if (start >= size) {
            return Optional.empty();
        }
        long end = range.group(2).isEmpty() ? size - 1 : position(range.group(2));
        if (end < start) {
            throw new Unsatisfiable(false);
        }
        return Optional.of(new Part((int) start, (int) (Math.min(end, size - 1) - start + 1)));
    }

    private static long position(String digits) throws Unsatisfiable {
        if (digits.length() > POSITION_DIGITS) {
            throw new Unsatisfiable(false);
        }
        return Long.parseLong(digits);
    }

    private HttpResponse.Whole part(Part part, byte[] all) {
        byte[] content = Arrays.copyOfRange(all, part.start, part.start + part.length);
        return of(206, contentType, content).withHeader("Content-Range", part.of(all.length));
    }

    private HttpResponse.Whole parts(List<Part> parts, byte[] all) {
        // Nothing in the document is like its digest.
        String boundary = UUID.nameUUIDFromBytes(all).toString();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        String before = "";
        for (Part part : parts) {
            content.writeBytes((before + "--" + boundary + "\r\nContent-Range: " + part.of(all.length) + "\r\nContent-Type: "
                            + contentType + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            content.write(all, part.start, part.length);
            before = "\r\n";
        }
        content.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return of(206, "multipart/byteranges; boundary=" + boundary, content.toByteArray());
    }
}
