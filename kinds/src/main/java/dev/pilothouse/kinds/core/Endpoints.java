package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.DubiousAddresses;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The old list of a service's addresses. Source: API reference "Endpoints v1 core".
public final class Endpoints implements Kind {
    private static final int SHOWN = 3;

    private static final Traits TRAITS = Traits.of("", "Endpoints").with(Flag.CREATE_ON_UPDATE);
    private static final Table TABLE = Columns.of("", "Endpoints", Cells.of(Endpoints::addresses));

    @Override
    public Optional<String> deprecation() {
        return Optional.of("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.each(
                object,
                "subsets",
                subset -> Fill.each(subset, "ports", port -> Fill.text(port, "protocol", "TCP")));
    }

    private static String addresses(ObjectTree endpoints) {
        if (endpoints.list("subsets").isEmpty()) {
            return Cells.NONE;
        }
        List<String> all = new ArrayList<>();
        for (ObjectTree subset : endpoints.list("subsets").objects()) {
            List<ObjectTree> ports = subset.list("ports").objects();
            List<ObjectTree> addresses = subset.list("addresses").objects();
            if (ports.isEmpty()) {
                addresses.forEach(address -> all.add(address.text("ip")));
            }
            for (ObjectTree port : ports) {
                addresses.forEach(address -> all.add(hostPort(address.text("ip"), port.number("port"))));
            }
        }
        return Cells.few(all, SHOWN, ",");
    }

    private static String hostPort(String ip, long port) {
        return ip.indexOf(':') < 0 ? ip + ":" + port : "[" + ip + "]:" + port;
    }

    @Override
    public void validate(Place object) {
        EndpointsRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        EndpointsRules.check(object);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        root.at("subsets").each(subset -> {
            subset.at("addresses").each(address -> DubiousAddresses.warn(address.at("ip"), told));
            subset.at("notReadyAddresses").each(address -> DubiousAddresses.warn(address.at("ip"), told));
        });
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
