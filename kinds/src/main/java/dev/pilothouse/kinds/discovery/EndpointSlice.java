package dev.pilothouse.kinds.discovery;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.DubiousAddresses;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.ArrayList;
import java.util.List;

/// Some of the addresses behind a service. Source: API reference "EndpointSlice v1 discovery.k8s.io".
public final class EndpointSlice implements Kind {
    private static final int SHOWN = 3;

    private static final Traits TRAITS =
            Traits.of("discovery.k8s.io", "EndpointSlice")
            .with(Flag.METADATA_JUDGED_ONCE)
                    .countingPaths(List.of(
                            List.of("endpoints"),
                            List.of("ports"),
                            List.of("addressType"),
                            List.of("metadata", "labels")));
    private static final Table TABLE = Columns.of(
            "discovery.k8s.io",
            "EndpointSlice",
            Cells.text("addressType"),
            Cells.of(EndpointSlice::ports),
            Cells.of(EndpointSlice::addresses));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.each(
                object, "ports", port -> Fill.missing(Fill.missing(port, "name", ""), "protocol", "TCP"));
    }

    /// What v1beta1 said about a place in a map is said in fields of its own.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return Fill.each(object, "endpoints", endpoint -> endpoint.without("deprecatedTopology"));
    }

    private static String ports(ObjectTree slice) {
        return few(slice.list("ports").objects().stream().map(EndpointSlice::port).toList());
    }

    /// A port of any number is told by its name, though that may be empty.
    private static String port(ObjectTree port) {
        Tree number = port.get("port");
        if (!number.isNull()) {
            return Long.toString(number.asLong());
        }
        return port.get("name").isNull() ? "*" : port.text("name");
    }

    private static String addresses(ObjectTree slice) {
        List<String> addresses = new ArrayList<>();
        for (Tree endpoint : slice.list("endpoints")) {
            addresses.addAll(endpoint.asObject().list("addresses").texts());
        }
        return few(addresses);
    }

    private static String few(List<String> all) {
        return Cells.orElse(Cells.few(all, SHOWN, ","), Cells.UNSET);
    }

    @Override
    public void validate(Place object) {
        EndpointSliceRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        EndpointSliceRules.checkUpdate(object, old);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        if (root.at("addressType").is("FQDN")) {
            told.add(root.at("spec").at("addressType"), "FQDN endpoints are deprecated");
        } else {
            root.at("endpoints").each(endpoint ->
                    endpoint.at("addresses").each(address -> DubiousAddresses.warn(address, told)));
        }
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
