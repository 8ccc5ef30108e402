package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Ways in from outside by host and path. Source: API reference "Ingress v1 networking.k8s.io".
public final class Ingress implements Kind {
    private static final int SHOWN = 3;

    private static final String CLASS = "kubernetes.io/ingress.class";

    private static final Traits TRAITS = Traits.of("networking.k8s.io", "Ingress").counting("spec");
    private static final Table TABLE = Columns.of(
            "networking.k8s.io",
            "Ingress",
            Cells.textOr(Cells.NONE, "spec", "ingressClassName"),
            Cells.of(Ingress::hosts),
            Cells.of(Ingress::addresses),
            Cells.of(ingress -> ingress.object("spec").list("tls").isEmpty() ? "80" : "80, 443"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    /// The first three hosts. Any rule after those means that there are more, whether it names a host or not, and how many is
    /// counted as if each of the first three rules had one.
    private static String hosts(ObjectTree ingress) {
        List<String> hosts = new ArrayList<>();
        boolean more = false;
        List<ObjectTree> rules = ingress.object("spec").list("rules").objects();
        for (ObjectTree rule : rules) {
            if (hosts.size() == SHOWN) {
                more = true;
            } else if (!rule.text("host").isEmpty()) {
                hosts.add(rule.text("host"));
            }
        }
        String shown = Cells.orElse(String.join(",", hosts), "*");
        return more ? shown + " + " + (rules.size() - SHOWN) + " more..." : shown;
    }

    private static String addresses(ObjectTree ingress) {
        TreeSet<String> addresses = new TreeSet<>();
        for (ObjectTree point :
                ingress.object("status").object("loadBalancer").list("ingress").objects()) {
            addresses.add(Cells.orElse(point.text("ip"), point.text("hostname")));
        }
        addresses.remove("");
        return String.join(",", addresses);
    }

    @Override
    public void validate(Place object) {
        IngressRules.create(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        IngressRules.check(object);
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        IngressRules.status(object.at("status"), old.object("status"));
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        if (old.isEmpty()
                && ObjectMeta.annotations(object).has(CLASS)
                && root.at("spec", "ingressClassName").isAbsent()) {
            told.add("annotation " + GoText.quote(CLASS) + " is deprecated, please use 'spec.ingressClassName' instead");
        }
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
