package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.DubiousAddresses;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Gated;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// A machine that runs pods. Source: API reference "Node v1 core".
public final class Node implements Kind {
    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
    private static final String ROLE = "kubernetes.io/role";

    private static final Traits TRAITS = Traits.of("", "Node").with(Flag.STATUS_AT_CREATION);
    private static final Table TABLE = Columns.of(
            "",
            "Node",
            Cells.of(Node::status),
            Cells.of(Node::roles),
            Cells.text("status", "nodeInfo", "kubeletVersion"),
            Cells.of(node -> address(node, "InternalIP")),
            Cells.of(node -> address(node, "ExternalIP")),
            Cells.textOr(Cells.UNKNOWN, "status", "nodeInfo", "osImage"),
            Cells.of(Node::kernel),
            Cells.textOr(Cells.UNKNOWN, "status", "nodeInfo", "containerRuntimeVersion"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.inside(Fill.inside(object, "spec", Node::ranges), "status", Node::resources);
    }

    /// Configuration that a node was told by its object was a feature, and is none any more.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return Fill.inside(object, "spec", spec -> Gated.without(spec, ObjectTree.EMPTY, "configSource"));
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return Fill.inside(object, "spec", spec -> Gated.without(spec, old.object("spec"), "configSource"));
    }

    @Override
    public Optional<Subresource> subresource(String name) {
        return name.equals("status") ? Optional.of(new NodeStatus()) : Optional.empty();
    }

    /// `podCIDR` is the first of `podCIDRs`, and was there before them.
    private static ObjectTree ranges(ObjectTree spec) {
        String first = spec.text("podCIDR");
        String listed = spec.list("podCIDRs").get(0).asText();
        if (first.isEmpty()) {
            return listed.isEmpty() ? spec : spec.with("podCIDR", listed);
        }
        return first.equals(listed) ? spec : spec.with("podCIDRs", ListTree.of(Tree.of(first)));
    }

    /// Without word of what is set aside, all there is can be handed out.
    private static ObjectTree resources(ObjectTree status) {
        ObjectTree filled = status.get("capacity").isNull()
                ? status
                : Fill.missing(status, "allocatable", status.get("capacity"));
        return Quantities.roundedIn(filled, "capacity", "allocatable");
    }

    private static String status(ObjectTree node) {
        String ready = "Unknown";
        for (ObjectTree condition : node.object("status").list("conditions").objects()) {
            if (condition.text("type").equals("Ready")) {
                ready = condition.text("status").equals("True") ? "Ready" : "NotReady";
            }
        }
        return node.object("spec").bool("unschedulable") ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(ObjectTree node) {
        TreeSet<String> roles = new TreeSet<>();
        ObjectMeta.labels(node).texts().forEach((key, value) -> {
            if (key.startsWith(ROLE_PREFIX)) {
                roles.add(key.substring(ROLE_PREFIX.length()));
            } else if (key.equals(ROLE)) {
                roles.add(value);
            }
        });
        roles.remove("");
        return roles.isEmpty() ? Cells.NONE : String.join(",", roles);
    }

    private static String address(ObjectTree node, String type) {
        for (ObjectTree address : node.object("status").list("addresses").objects()) {
            if (address.text("type").equals(type)) {
                return address.text("address");
            }
        }
        return Cells.NONE;
    }

    private static String kernel(ObjectTree node) {
        ObjectTree about = node.object("status").object("nodeInfo");
        String version = Cells.orElse(about.text("kernelVersion"), Cells.UNKNOWN);
        return about.text("architecture").isEmpty() ? version : version + " (" + about.text("architecture") + ")";
    }

    @Override
    public void validate(Place object) {
        NodeRules.create(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        NodeRules.update(object, old);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        if (root.at("spec", "configSource").isPresent()) {
            told.add(
                    root.at("spec", "configSource"),
                    "the spec.configSource field is deprecated and support for it has been removed");
        }
        if (!root.at("spec", "externalID").isEmpty()) {
            told.add(root.at("spec", "externalID"), "this field is deprecated, and is unused by Kubernetes");
        }
        root.at("spec", "podCIDRs").each(range -> DubiousAddresses.warnOfRange(range, told));
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public boolean isSelectableByNamespace() {
        return false;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of(
                "spec.unschedulable",
                node -> Boolean.toString(node.object("spec").bool("unschedulable")));
    }
}
