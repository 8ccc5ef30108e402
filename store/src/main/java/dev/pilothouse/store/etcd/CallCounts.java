package dev.pilothouse.store.etcd;

import dev.pilothouse.store.RemoteCalls;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Counts calls and their messages by method. Safe for use by many threads.
final class CallCounts implements ClientInterceptor {
    /// As many as there are methods of etcd's that are called.
    private final Map<String, Counts> byMethod = new ConcurrentHashMap<>();

    private static final class Counts {
        private final MethodDescriptor<?, ?> method;
        private final LongAdder started = new LongAdder();
        private final LongAdder sent = new LongAdder();
        private final LongAdder received = new LongAdder();
        private final Map<Status.Code, LongAdder> handled = new ConcurrentHashMap<>();

        Counts(MethodDescriptor<?, ?> method) {
            this.method = method;
        }

        RemoteCalls calls() {
            return new RemoteCalls(
                    String.valueOf(method.getServiceName()),
                    String.valueOf(method.getBareMethodName()),
                    method.getType() == MethodDescriptor.MethodType.UNARY ? "unary" : "bidi_stream",
                    started.sum(),
                    sent.sum(),
                    received.sum(),
                    handled.entrySet().stream()
                            .collect(Collectors.toMap(entry -> spelled(entry.getKey()), entry -> entry.getValue().sum())));
        }
    }

    /// `DEADLINE_EXCEEDED` is `DeadlineExceeded` among figures, and OK stays as it is.
    private static String spelled(Status.Code code) {
        return code == Status.Code.OK
                ? "OK"
                : Arrays.stream(code.name().split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining());
    }

    List<RemoteCalls> calls() {
        return byMethod.values().stream().map(Counts::calls).toList();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        Counts counts = byMethod.computeIfAbsent(method.getFullMethodName(), _ -> new Counts(method));
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                counts.started.increment();
                super.start(new Heard<>(listener, counts), headers);
            }

            @Override
            public void sendMessage(Q message) {
                counts.sent.increment();
                super.sendMessage(message);
            }
        };
    }

    private static final class Heard<A> extends SimpleForwardingClientCallListener<A> {
        private final Counts counts;

        Heard(ClientCall.Listener<A> listener, Counts counts) {
            super(listener);
            this.counts = counts;
        }

        @Override
        public void onMessage(A message) {
            counts.received.increment();
            super.onMessage(message);
        }

        /// Whoever gives up a call says why.
        private static Status why(Status status) {
            return status.getCause() instanceof StatusRuntimeException givenUp ? givenUp.getStatus() : status;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            counts.handled.computeIfAbsent(why(status).getCode(), _ -> new LongAdder()).increment();
            super.onClose(status, trailers);
        }
    }
}
