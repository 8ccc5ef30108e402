package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.patch.MergePatch;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An API server small enough to be broken on purpose: objects under their paths, one line of revisions, watches of whole
/// collections. Knows neither kinds nor namespaces.
final class FakeServer implements Transport {
    private static final GroupResource THINGS = new GroupResource("", "things");

    private final TreeMap<String, ObjectTree> objects = new TreeMap<>();
    private final List<Change> history = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private long revision = 1;
    private long forgotten;
    private int uids;
    private boolean down;
    private Optional<ApiError> nextRefusal = Optional.empty();

    private record Change(long revision, String path, String type, ObjectTree object) {}

    // ---- what tests do to it

    /// Ends every watch; further ones are served.
    synchronized void breakWatches() {
        streams.forEach(Stream::end);
        streams.clear();
    }

    /// Can't be reached until it is up again.
    synchronized void down() {
        down = true;
        breakWatches();
    }

    synchronized void up() {
        down = false;
    }

    /// Forgets what happened until now: watches can't start before it any more.
    synchronized void forgetHistory() {
        forgotten = revision;
        history.clear();
    }

    synchronized void refuseNext(ApiError error) {
        nextRefusal = Optional.of(error);
    }

    synchronized long revision() {
        return revision;
    }

    /// Method and path of every request, in order.
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    synchronized List<ObjectTree> all(String prefix) {
        return List.copyOf(objects.subMap(prefix, prefix + "\uffff").values());
    }

    // ---- what it answers

    @Override
    public synchronized Answer send(Call call) {
        asked.add(call.method() + " " + call.path());
        try {
            check();
            return new Answer(200, answer(call));
        } catch (ApiError e) {
            if (down) {
                throw e;
            }
            return new Answer(e.code(), e.status().tree());
        }
    }

    private void check() {
        if (down) {
            throw ApiError.serviceUnavailable("down");
        }
        if (nextRefusal.isPresent()) {
            ApiError refusal = nextRefusal.get();
            nextRefusal = Optional.empty();
            throw refusal;
        }
    }

    private ObjectTree answer(Call call) {
        ObjectTree body = call.body().asObject();
        String path = call.path();
        return switch (call.method()) {
            case "GET" -> current(path);
            case "POST" -> {
                String made = path + "/" + ObjectMeta.name(body);
                if (objects.containsKey(made)) {
                    throw ApiError.alreadyExists(THINGS, ObjectMeta.name(body));
                }
                yield put(made, "ADDED", ObjectMeta.with(body, "uid", uid()));
            }
            case "PUT" -> {
                ObjectTree before = current(path);
                String expected = ObjectMeta.resourceVersion(body);
                if (!expected.isEmpty() && !expected.equals(ObjectMeta.resourceVersion(before))) {
                    throw ApiError.conflict(THINGS, ObjectMeta.name(body), "it was changed");
                }
                yield put(path, "MODIFIED", body);
            }
            case "PATCH" -> put(
                    path, "MODIFIED", new MergePatch(body, List.of()).apply(current(path)));
            case "DELETE" -> {
                ObjectTree gone = current(path);
                objects.remove(path);
                change(path, "DELETED", ObjectMeta.withResourceVersion(gone, Long.toString(++revision)));
                yield Status.deleted(THINGS, ObjectMeta.name(gone), ObjectMeta.uid(gone))
                        .tree();
            }
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private dev.pilothouse.api.tree.TextTree uid() {
        return dev.pilothouse.api.tree.Tree.of("uid-" + ++uids);
    }

    private ObjectTree current(String path) {
        ObjectTree found = objects.get(path);
        if (found == null) {
            throw ApiError.notFound(THINGS, path);
        }
        return found;
    }

    private ObjectTree put(String path, String type, ObjectTree object) {
        ObjectTree stored = ObjectMeta.withResourceVersion(object, Long.toString(++revision));
        objects.put(path, stored);
        change(path, type, stored);
        return stored;
    }

    private void change(String path, String type, ObjectTree object) {
        Change change = new Change(revision, path, type, object);
        history.add(change);
        streams.forEach(stream -> stream.offer(change));
    }

    @Override
    public synchronized Events watch(Call call) {
        asked.add("WATCH " + call.path());
        check();
        Stream stream = new Stream(pattern(call.path()));
        long from = parameter(call.query(), "resourceVersion");
        if (from == 0) {
            objects.forEach((path, object) -> stream.offer(new Change(0, path, "ADDED", object)));
            stream.bookmark(revision);
        } else if (from < forgotten) {
            stream.error(ApiError.expired("too old resource version"));
        } else {
            history.stream().filter(it -> it.revision > from).forEach(stream::offer);
        }
        streams.add(stream);
        return stream;
    }

    /// `/api/v1/pods` stands for the pods of all namespaces.
    private static String pattern(String collection) {
        int last = collection.lastIndexOf('/');
        return "\\Q" + collection.substring(0, last) + "\\E(/namespaces/[^/]+)?\\Q" + collection.substring(last) + "/\\E.*";
    }

    private static long parameter(String query, String name) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return Long.parseLong(part.substring(name.length() + 1));
            }
        }
        return 0;
    }

    private static final class Stream implements Events {
        private final LinkedBlockingQueue<Next> queue = new LinkedBlockingQueue<>();
        private final String pattern;

        Stream(String pattern) {
            this.pattern = pattern;
        }

        void offer(Change change) {
            if (change.path.matches(pattern)) {
                queue.add(new Next.Event(change.type, change.object));
            }
        }

        void bookmark(long revision) {
            queue.add(new Next.Event(
                    "BOOKMARK",
                    ObjectMeta.withResourceVersion(ObjectTree.EMPTY, Long.toString(revision))));
        }

        void error(ApiError error) {
            queue.add(new Next.Event("ERROR", error.status().tree()));
            end();
        }

        void end() {
            queue.add(new Next.End());
        }

        @Override
        public Next next(Duration timeout) throws InterruptedException {
            Next next = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return next == null ? new Next.Nothing() : next;
        }

        @Override
        public void close() {
            end();
        }
    }
}
