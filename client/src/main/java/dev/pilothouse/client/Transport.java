package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Duration;

/// Carries requests to an API server, over HTTP or inside the process. Safe for use by many threads.
///
/// T1 What the server answers comes as an [Answer], whatever its status; only a connection that fails is thrown, as an
///    [dev.pilothouse.api.meta.ApiError] of code 503.
/// T2 A refused watch is thrown as the [dev.pilothouse.api.meta.ApiError] that the server answered with.
/// T3 Events of a watch come in the server's order, each once. The end of the stream, in order or not, is [Next.End], and
///    stays so.
/// T4 A watch whose events nobody takes holds a bounded number of them on this side; further ones wait at the server.
/// T5 A lost connection harms nothing but what was under way on it: the next call makes its own.
public interface Transport {

    /// A request.
    ///
    /// @param query what follows the question mark, encoded; may be empty
    /// @param body [dev.pilothouse.api.tree.NullTree#ABSENT] for none
    record Call(String method, String path, String query, Tree body, String contentType) {}

    record Answer(int status, Tree body) {

        /// What a refusal is thrown as. Paths that nobody serves are answered with plain text.
        public ApiError refusal() {
            boolean isStatus = body.asObject().text("kind").equals("Status");
            return isStatus ? ApiError.of(new Status(body.asObject())) : ApiError.answered(status, body.asText().strip());
        }
    }

    /// Sends the request and waits for the whole answer. A thread that is interrupted while it waits gets a 503 and stays
    /// interrupted.
    Answer send(Call call);

    /// Opens a watch.
    Events watch(Call call);

    /// The events of a watch, for one thread. Closing it from another one ends the wait.
    interface Events extends AutoCloseable {
        Next next(Duration timeout) throws InterruptedException;

        @Override
        void close();
    }

    /// What waiting for an event brought.
    sealed interface Next {
        /// @param type `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`
        record Event(String type, ObjectTree object) implements Next {}

        record Nothing() implements Next {}

        record End() implements Next {}
    }
}
