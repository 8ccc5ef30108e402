package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.WorkloadWarnings;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// A template of pods that stands alone. Source: API reference "PodTemplate v1 core".
public final class PodTemplate implements Kind {
    private static final Traits TRAITS = Traits.of("", "PodTemplate").counting("template");
    private static final Table TABLE = Columns.of(
            "",
            "PodTemplate",
            Cells.joined("name", "template", "spec", "containers"),
            Cells.joined("image", "template", "spec", "containers"),
            Cells.labels("template", "metadata", "labels"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.under(object, "template", dev.pilothouse.kinds.core.pod.PodTemplate::defaults);
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return prepareUpdate(object, ObjectTree.EMPTY, write);
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return dev.pilothouse.kinds.core.pod.PodTemplate.withoutGated(object, old, "template");
    }

    @Override
    public void validate(Place object) {
        dev.pilothouse.kinds.core.pod.PodTemplate.check(object.at("template"), ObjectTree.EMPTY);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        dev.pilothouse.kinds.core.pod.PodTemplate.check(object.at("template"), old.object("template"));
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        WorkloadWarnings.ofTemplate(object, old, told, "template");
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
