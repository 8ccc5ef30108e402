package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.DubiousAddresses;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// Which pods may talk to which. Source: API reference "NetworkPolicy v1 networking.k8s.io".
public final class NetworkPolicy implements Kind {
    /// Rules by direction, and the field of their peers.
    private static final String[][] WAYS = {{"ingress", "from"}, {"egress", "to"}};

    private static final Traits TRAITS =
            Traits.of("networking.k8s.io", "NetworkPolicy").counting("spec");
    private static final Table TABLE =
            Columns.of("networking.k8s.io", "NetworkPolicy", Cells.selector("spec", "podSelector"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "spec", NetworkPolicy::spec);
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Fill.each(spec, "ingress", NetworkPolicy::ports);
        filled = Fill.each(filled, "egress", NetworkPolicy::ports);
        if (!filled.list("policyTypes").isEmpty()) {
            return filled;
        }
        ListTree types = ListTree.of(Tree.of("Ingress"));
        return filled.with("policyTypes", filled.list("egress").isEmpty() ? types : types.plus(Tree.of("Egress")));
    }

    private static ObjectTree ports(ObjectTree rule) {
        return Fill.each(rule, "ports", port -> Fill.missing(port, "protocol", "TCP"));
    }

    @Override
    public void validate(Place object) {
        NetworkPolicyRules.check(object);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        for (String[] way : WAYS) {
            root.at("spec", way[0]).each(rule -> rule.at(way[1]).each(peer -> {
                Place block = peer.at("ipBlock");
                DubiousAddresses.warnOfRange(block.at("cidr"), told);
                block.at("except").each(range -> DubiousAddresses.warnOfRange(range, told));
            }));
        }
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
