package dev.pilothouse.apiserver.http;

import dev.pilothouse.api.protobuf.WrittenList;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.Length;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An answer.
public sealed interface HttpResponse {
    int status();

    /// Header fields other than the content type, in the order in which they are sent.
    Map<String, List<String>> headers();

    String contentType();

    /// The answer with one more value of a header field.
    HttpResponse withHeader(String name, String value);

    /// An answer whose content is known as a whole.
    record Whole(int status, Map<String, List<String>> headers, String contentType, Payload payload)
            implements HttpResponse {
        @Override
        public Whole withHeader(String name, String value) {
            return new Whole(status, plus(headers, name, value), contentType, payload);
        }
    }

    /// An answer that goes on until its source ends or the client leaves.
    record Watching(Map<String, List<String>> headers, String contentType, FrameEncoder encoder, Frames frames)
            implements HttpResponse {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public Watching withHeader(String name, String value) {
            return new Watching(plus(headers, name, value), contentType, encoder, frames);
        }
    }

    /// Content: bytes, a value whose canonical bytes are sent as a line and that a caller in the process takes as it is, or a list in
    /// protobuf, which no caller in the process asks for.
    sealed interface Payload {
        /// A value is a line to people who look at it in a terminal.
        int LINE_END_BYTES = 1;

        /// @param bytes not to be changed by anyone
        record Bytes(byte[] bytes) implements Payload {}

        /// @param length of the tree's bytes
        record Value(Tree tree, Length length) implements Payload {
            public Value(Tree tree) {
                this(tree, Length.of(tree));
            }
        }

        /// A list whose items' messages are shared with other answers.
        record Listed(WrittenList list) implements Payload {}

        /// How many bytes are sent, when they aren't packed.
        default long size() {
            return switch (this) {
                case Bytes(byte[] all) -> all.length;
                case Value value -> value.length.bytes() + LINE_END_BYTES;
                case Listed(WrittenList list) -> list.bytes();
            };
        }
    }

    /// One event of a watch.
    record Frame(String type, ObjectTree object) {}

    /// Where the events of a watch come from. Used by one thread at a time; [#close] may come from any.
    interface Frames extends AutoCloseable {
        /// The next event, or nothing in this time.
        ///
        /// @throws InterruptedException if the waiting thread is told to stop
        Next next(Duration timeout) throws InterruptedException;

        /// Has it told when there may be a next event, or the end, that wasn't there before. What was there is for the caller to
        /// look for.
        ///
        /// @param more called by any thread, which mustn't be kept
        void listen(Runnable more);

        /// When there is to be looked even if nothing was told, in [System#nanoTime].
        long dueNanos();

        @Override
        void close();
    }

    /// What waiting for an event brought.
    sealed interface Next {
        record Event(Frame frame) implements Next {}

        /// Nothing yet: the client's presence can be checked.
        record Nothing() implements Next {}

        /// The watch is over.
        record End() implements Next {}
    }

    /// Turns an event into the bytes of one frame.
    @FunctionalInterface
    interface FrameEncoder {
        List<Json.Bytes> encode(Frame frame);
    }

    static Whole of(int status, String contentType, Payload payload) {
        return new Whole(status, Map.of(), contentType, payload);
    }

    static Whole json(int status, Tree tree) {
        return of(status, "application/json", new Payload.Value(tree));
    }

    static Whole text(int status, String text) {
        return of(
                status,
                "text/plain; charset=utf-8",
                new Payload.Bytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /// A refusal in plain text, which browsers mustn't take for anything else.
    static Whole plainError(int status, String text) {
        return text(status, text).withHeader("X-Content-Type-Options", "nosniff");
    }

    default Optional<String> header(String name) {
        return Optional.ofNullable(headers().get(name)).map(List::getFirst);
    }

    private static Map<String, List<String>> plus(Map<String, List<String>> headers, String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.merge(name, List.of(value), (a, b) -> {
            List<String> both = new java.util.ArrayList<>(a);
            both.addAll(b);
            return both;
        });
        return more;
    }
}
