package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// How a service looks in a table.
final class ServiceTable {
    static final Table TABLE = Columns.of(
            "",
            "Service",
            Cells.text("spec", "type"),
            Cells.of(service -> Cells.orElse(
                    service.object("spec").list("clusterIPs").get(0).asText(), Cells.NONE)),
            Cells.of(ServiceTable::external),
            Cells.of(ServiceTable::ports),
            Cells.labels("spec", "selector"));

    private ServiceTable() {}

    private static String external(ObjectTree service) {
        ObjectTree spec = service.object("spec");
        List<String> given = spec.list("externalIPs").texts();
        return switch (spec.text("type")) {
            case "ClusterIP", "NodePort" -> given.isEmpty() ? Cells.NONE : String.join(",", given);
            case "LoadBalancer" -> {
                List<String> all = new ArrayList<>(balanced(service));
                all.addAll(given);
                yield all.isEmpty() ? "<pending>" : String.join(",", all);
            }
            case "ExternalName" -> spec.text("externalName");
            default -> Cells.UNKNOWN;
        };
    }

    private static TreeSet<String> balanced(ObjectTree service) {
        TreeSet<String> addresses = new TreeSet<>();
        for (ObjectTree ingress :
                service.object("status").object("loadBalancer").list("ingress").objects()) {
            addresses.add(Cells.orElse(ingress.text("ip"), ingress.text("hostname")));
        }
        addresses.remove("");
        return addresses;
    }

    private static String ports(ObjectTree service) {
        String ports = Cells.join(",", service.object("spec").list("ports"), ServiceTable::port);
        return Cells.orElse(ports, Cells.NONE);
    }

    private static String port(ObjectTree port) {
        String node = port.number("nodePort") == 0 ? "" : ":" + port.number("nodePort");
        return port.number("port") + node + "/" + port.text("protocol");
    }
}
