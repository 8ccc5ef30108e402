package dev.pilothouse.store.etcd;

import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.ClientTransportFilter;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Executor;

/// Whether the one at the other end of one connection has said who it is. Nobody else is asked to change anything: another one may
/// answer at the same address after every break, and grpc itself sends on the next connection what the one before surely didn't take.
final class Acquaintance {
    private static final Attributes.Key<Acquaintance> KEY = Attributes.Key.create("acquaintance");

    private volatile boolean made;

    /// Each connection has one of its own.
    static final ClientTransportFilter OF_EACH = new ClientTransportFilter() {
        @Override
        public Attributes transportReady(Attributes connection) {
            return connection.toBuilder().set(KEY, new Acquaintance()).build();
        }
    };

    /// Asked as a call is about to leave on a connection: fails it where the other end isn't known.
    static final CallCredentials REQUIRED = new CallCredentials() {
        @Override
        public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier call) {
            if (of(request.getTransportAttrs()).made) {
                call.apply(new Metadata());
            } else {
                call.fail(Status.UNAVAILABLE.withCause(new Missing()));
            }
        }
    };

    /// Nothing has left.
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        private Missing() {
            super("the member hasn't said who it is");
        }
    }

    static boolean isMissing(StatusRuntimeException e) {
        return e.getStatus().getCause() instanceof Missing;
    }

    /// Of the connection with these attributes.
    static Acquaintance of(Attributes connection) {
        Acquaintance made = connection.get(KEY);
        return made == null ? new Acquaintance() : made;
    }

    /// It said what it should, or what it shouldn't.
    void make(boolean asItShould) {
        made = asItShould;
    }
}
