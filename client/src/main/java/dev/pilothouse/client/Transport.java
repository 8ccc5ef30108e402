package dev.pilothouse.client;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.time.Duration;

/// Carries requests to an API server, over HTTP or inside the process. Safe for use by many threads.
public interface Transport {

    /// A request.
    ///
    /// @param query what follows the question mark, encoded; may be empty
    /// @param body [dev.pilothouse.api.tree.NullTree#ABSENT] for none
    record Call(String method, String path, String query, Tree body, String contentType) {}

    record Answer(int status, Tree body) {}

    /// Sends the request and waits for the whole answer. Failures of the connection are
    /// [dev.pilothouse.api.meta.ApiError]s of code 503.
    Answer send(Call call);

    /// Opens a watch; a refusal is thrown as [dev.pilothouse.api.meta.ApiError].
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
