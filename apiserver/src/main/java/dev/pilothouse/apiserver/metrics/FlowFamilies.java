package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.gauge;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;

/// The families of what is worked on at a time. A request takes one seat. What upstream tells of fair queues (`current_r`,
/// `next_s_bounds`, `demand_seats`, …) isn't here: there are none yet.
public final class FlowFamilies {
    private static final double[] DURATIONS = {0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30};
    private static final String[] FLOW = {"flow_schema", "priority_level"};
    private static final String LEVEL = "priority_level";

    public static final Family IN_FLIGHT = gauge(
                    "apiserver_current_inflight_requests",
                    "The most requests that were being answered at a time within the last second, by kind.",
                    "request_kind")
            .stable();
    public static final Family IN_QUEUE = gauge(
            "apiserver_current_inqueue_requests",
            "The most requests that waited for a seat at a time within the last second, by kind.",
            "request_kind");
    public static final Family DISPATCHED = counter(
                    "apiserver_flowcontrol_dispatched_requests_total", "Requests that were let through to be answered.", FLOW)
            .beta();
    public static final Family REJECTED = counter(
                    "apiserver_flowcontrol_rejected_requests_total",
                    "Requests that were told to come again later, by reason.",
                    "flow_schema", "priority_level", "reason")
            .beta();
    public static final Family EXECUTING = gauge(
                    "apiserver_flowcontrol_current_executing_requests",
                    "Requests that are being answered; of watches, only those that are being opened.",
                    FLOW)
            .beta();
    public static final Family EXECUTING_SEATS =
            gauge("apiserver_flowcontrol_current_executing_seats", "Seats that requests have.", FLOW).beta();
    public static final Family WAITING = gauge(
                    "apiserver_flowcontrol_current_inqueue_requests", "Requests that wait for a seat.", FLOW)
            .beta();
    public static final Family WAITING_SEATS = gauge(
            "apiserver_flowcontrol_current_inqueue_seats", "Seats that requests wait for.", FLOW);
    public static final Family QUEUE_LENGTH = histogram(
            "apiserver_flowcontrol_request_queue_length_after_enqueue",
            "How many requests waited when one more had come to wait, itself among them.",
            new double[] {0, 10, 25, 50, 100, 250, 500, 1000},
            FLOW);
    public static final Family WAIT = histogram(
                    "apiserver_flowcontrol_request_wait_duration_seconds",
                    "How long requests waited for a seat that they then had (or hadn't), in seconds.",
                    DURATIONS,
                    "execute", "flow_schema", "priority_level")
            .beta();
    public static final Family EXECUTION = histogram(
            "apiserver_flowcontrol_request_execution_seconds",
            "How long requests were answered; of watches, how long it took to open them, in seconds.",
            DURATIONS,
            "flow_schema", "priority_level", "type");
    public static final Family NOMINAL_LIMIT = gauge(
                    "apiserver_flowcontrol_nominal_limit_seats",
                    "Seats that are meant for each priority level. They are configured; the plain bound doesn't keep them yet.",
                    LEVEL)
            .beta();
    public static final Family LOWER_LIMIT = gauge(
            "apiserver_flowcontrol_lower_limit_seats",
            "Seats that each priority level never lends. They are configured; the plain bound doesn't keep them yet.",
            LEVEL);
    public static final Family UPPER_LIMIT = gauge(
            "apiserver_flowcontrol_upper_limit_seats",
            "Seats that each priority level may have with those that it borrows. They are configured; the plain bound doesn't keep them"
                    + " yet.",
            LEVEL);

    private FlowFamilies() {}

    public static List<Family> all() {
        return List.of(
                IN_FLIGHT, IN_QUEUE, DISPATCHED, REJECTED, EXECUTING, EXECUTING_SEATS, WAITING, WAITING_SEATS, QUEUE_LENGTH, WAIT, EXECUTION,
                NOMINAL_LIMIT, LOWER_LIMIT, UPPER_LIMIT);
    }
}
