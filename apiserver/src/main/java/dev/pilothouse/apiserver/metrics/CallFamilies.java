package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;

import dev.pilothouse.api.metrics.Family;
import java.util.List;

/// The families of calls to etcd, under the names that clients of gRPC share.
public final class CallFamilies {
    private static final String[] METHOD = {"grpc_method", "grpc_service", "grpc_type"};

    public static final Family STARTED = counter("grpc_client_started_total", "Calls that were begun.", METHOD).foreign();
    public static final Family HANDLED = counter(
                    "grpc_client_handled_total",
                    "Calls that have ended, by how they did.",
                    "grpc_code", "grpc_method", "grpc_service", "grpc_type")
            .foreign();
    public static final Family SENT = counter("grpc_client_msg_sent_total", "Messages that were sent.", METHOD).foreign();
    public static final Family RECEIVED = counter("grpc_client_msg_received_total", "Messages that came.", METHOD).foreign();

    private CallFamilies() {}

    public static List<Family> all() {
        return List.of(STARTED, HANDLED, SENT, RECEIVED);
    }
}
