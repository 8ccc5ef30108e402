package dev.pilothouse.store.etcd;

import dev.pilothouse.store.StoreException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.util.Optional;

/// What etcd's errors mean to the store's users. etcd tells them apart by their texts (its `rpctypes`).
final class Failures {
    static final String COMPACTED = "etcdserver: mvcc: required revision has been compacted";
    static final String FUTURE = "etcdserver: mvcc: required revision is a future revision";
    /// Members apply what crosses the line together with others, so as to stay equal, and answer with this all the same.
    static final String NO_SPACE = "etcdserver: mvcc: database space exceeded";
    static final String NO_LEASE = "etcdserver: requested lease not found";
    /// Raft took the request in, and didn't say in time what became of it.
    static final String TIMED_OUT = "etcdserver: request timed out";

    private Failures() {}

    static String text(Status status) {
        Optional<String> why = Handshakes.why(status.getCause());
        if (why.isPresent()) {
            return why.get();
        }
        if (status.getDescription() == null) {
            return status.getCode().toString();
        }
        // What follows the first line is a list of the library's own parts.
        return status.getDescription().lines().findFirst().orElse("")
                + (status.getCause() instanceof ConnectException refused ? ": " + refused.getMessage() : "");
    }

    /// Whether another member might do better, and a write may have been done though no answer came: all but what says that the
    /// request itself was refused. A connection that closes beneath a request is UNKNOWN to grpc.
    static boolean isOfMember(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED -> false;
            case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
        };
    }

    /// @param maybeDone whether what was asked for may have been done
    /// @param endpoint who was asked
    static StoreException of(StatusRuntimeException e, boolean maybeDone, String endpoint) {
        String text = text(e.getStatus());
        if (text.equals(COMPACTED)) {
            return new StoreException.Compacted(0);
        }
        if (maybeDone && (isOfMember(e.getStatus()) || text.equals(NO_SPACE))) {
            String told = text.startsWith("etcdserver: ") ? text : TIMED_OUT + " (" + text + ")";
            return new StoreException.Unanswered(told, e);
        }
        String told = text.startsWith("etcdserver: ") ? text : "etcd can't be reached at " + endpoint + ": " + text;
        return new StoreException.Unavailable(told, e);
    }
}
