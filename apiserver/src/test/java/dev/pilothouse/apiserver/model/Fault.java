package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.http.HttpResponse.Frames;
import dev.pilothouse.apiserver.http.HttpResponse.Next;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// A way for a server to be wrong, which the referee must notice.
enum Fault implements UnaryOperator<Handler> {
    AN_EVENT_IS_MISSING,
    AN_EVENT_COMES_TWICE,
    TWO_EVENTS_CHANGE_PLACES,
    A_BOOKMARK_IS_AHEAD,
    WHAT_LEAVES_IS_MODIFIED,
    A_LIST_LACKS_ITS_LAST,
    A_LIST_NAMES_A_LATER_REVISION,
    A_LIST_IS_OLD,
    A_PAGE_IS_CALLED_THE_LAST,
    A_WRITE_WITHOUT_AN_ANSWER_IS_MADE_AGAIN;

    /// Watches do it with each of so many events.
    private static final int EACH = 7;

    /// Whether it shows only where the store leaves writers in doubt.
    boolean needsDoubt() {
        return this == A_WRITE_WITHOUT_AN_ANSWER_IS_MADE_AGAIN;
    }

    @Override
    public Handler apply(Handler server) {
        if (this == A_WRITE_WITHOUT_AN_ANSWER_IS_MADE_AGAIN) {
            return request -> again(server, request);
        }
        Map<String, HttpResponse> before = new ConcurrentHashMap<>();
        return request -> switch (server.handle(request)) {
            case HttpResponse.Watching watching ->
                new HttpResponse.Watching(
                        watching.headers(), watching.contentType(), watching.encoder(), new Wrong(watching.frames()));
            case HttpResponse.Whole whole -> list(request, whole, before);
        };
    }

    private static HttpResponse again(Handler server, HttpRequest request) {
        if (!(request.body() instanceof HttpRequest.Body.Stream(InputStream in))) {
            return server.handle(request);
        }
        byte[] body = bytes(in);
        HttpResponse first = server.handle(withBody(request, body));
        return first instanceof HttpResponse.Whole whole && whole.status() == 504
                ? server.handle(withBody(request, body))
                : first;
    }

    private static byte[] bytes(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest withBody(HttpRequest request, byte[] body) {
        return new HttpRequest(
                request.method(),
                request.path(),
                request.query(),
                request.headers(),
                new HttpRequest.Body.Stream(new ByteArrayInputStream(body)),
                request.peer());
    }

    private HttpResponse list(HttpRequest request, HttpResponse.Whole whole, Map<String, HttpResponse> before) {
        if (!(whole.payload() instanceof HttpResponse.Payload.Value(ObjectTree tree, _))
                || tree.list("items").isEmpty()
                || !request.method().equals("GET")) {
            return whole;
        }
        ObjectTree metadata = tree.object("metadata");
        return switch (this) {
            case A_LIST_LACKS_ITS_LAST -> {
                List<Tree> items = new ArrayList<>(tree.list("items").objects());
                items.removeLast();
                yield HttpResponse.json(200, tree.with("items", ListTree.of(items)));
            }
            case A_LIST_NAMES_A_LATER_REVISION ->
                HttpResponse.json(
                        200, ObjectMeta.withResourceVersion(tree, Long.toString(Sight.revision(tree) + 1)));
            case A_LIST_IS_OLD -> {
                HttpResponse old = before.putIfAbsent(request.path() + request.query(), whole);
                yield old == null ? whole : old;
            }
            case A_PAGE_IS_CALLED_THE_LAST ->
                HttpResponse.json(
                        200,
                        tree.with("metadata", metadata.without("continue").without("remainingItemCount")));
            default -> whole;
        };
    }

    private final class Wrong implements Frames {
        private final Frames right;
        private final Deque<Next> held = new ArrayDeque<>();
        private int count;

        Wrong(Frames right) {
            this.right = right;
        }

        @Override
        public Next next(Duration timeout) throws InterruptedException {
            if (!held.isEmpty()) {
                return held.poll();
            }
            Next next = right.next(timeout);
            return next instanceof Next.Event(Frame frame) ? changed(next, frame) : next;
        }

        @Override
        public void listen(Runnable more) {
            right.listen(more);
        }

        @Override
        public long dueNanos() {
            return right.dueNanos();
        }

        private Next changed(Next next, Frame frame) throws InterruptedException {
            boolean bookmark = frame.type().equals("BOOKMARK");
            if (bookmark && Fault.this == A_BOOKMARK_IS_AHEAD) {
                long ahead = Sight.revision(frame.object()) + 3;
                return new Next.Event(
                        new Frame("BOOKMARK", ObjectMeta.withResourceVersion(frame.object(), Long.toString(ahead))));
            }
            if (frame.type().equals("DELETED") && Fault.this == WHAT_LEAVES_IS_MODIFIED) {
                return new Next.Event(new Frame("MODIFIED", frame.object()));
            }
            if (bookmark || ++count % EACH != 0) {
                return next;
            }
            return switch (Fault.this) {
                case AN_EVENT_IS_MISSING -> new Next.Nothing();
                case AN_EVENT_COMES_TWICE -> {
                    held.add(next);
                    yield next;
                }
                case TWO_EVENTS_CHANGE_PLACES -> {
                    Next second = right.next(Duration.ofMillis(1));
                    held.add(next);
                    yield second;
                }
                default -> next;
            };
        }

        @Override
        public void close() {
            right.close();
        }
    }
}
