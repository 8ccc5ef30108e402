package dev.pilothouse.apiserver.metrics;

import static dev.pilothouse.api.metrics.Family.counter;
import static dev.pilothouse.api.metrics.Family.gauge;
import static dev.pilothouse.api.metrics.Family.histogram;

import dev.pilothouse.api.metrics.Family;
import java.util.List;

/// The families of what Services get: cluster IPs and node ports.
public final class AddressFamilies {
    public static final Family IPS_TAKEN = gauge(
            "kube_apiserver_clusterip_allocator_allocated_ips", "Addresses of the range that are taken.", "cidr");
    public static final Family IPS_FREE = gauge(
            "kube_apiserver_clusterip_allocator_available_ips", "Addresses of the range that can be given.", "cidr");
    public static final Family IPS = counter(
            "kube_apiserver_clusterip_allocator_allocation_total",
            "Addresses that were given, by whether they were asked for by name (static) or not (dynamic).",
            "cidr", "scope");
    public static final Family IP_DURATION = histogram(
            "kube_apiserver_clusterip_allocator_allocation_duration_seconds",
            "How long it took to take an address, in seconds.",
            new double[] {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10},
            "cidr");
    public static final Family PORTS_TAKEN =
            gauge("kube_apiserver_nodeport_allocator_allocated_ports", "Node ports that are taken.");
    public static final Family PORTS_FREE =
            gauge("kube_apiserver_nodeport_allocator_available_ports", "Node ports that can be given.");
    public static final Family PORTS = counter(
            "kube_apiserver_nodeport_allocator_allocation_total",
            "Node ports that were given, by whether they were asked for by number (static) or not (dynamic).",
            "scope");
    public static final Family REPAIR_ERRORS = counter(
            "apiserver_nodeport_repair_reconcile_errors_total",
            "How often the record of node ports couldn't be made to fit the Services.");

    private AddressFamilies() {}

    public static List<Family> all() {
        return List.of(IPS_TAKEN, IPS_FREE, IPS, IP_DURATION, PORTS_TAKEN, PORTS_FREE, PORTS, REPAIR_ERRORS);
    }
}
