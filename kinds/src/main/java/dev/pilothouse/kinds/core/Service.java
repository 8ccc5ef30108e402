package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A stable address for a changing set of pods. Its cluster IPs and node ports are handed out by the API server, see
/// [ServiceTransitions] for what a change of type gives back. Source: API reference "Service v1 core".
public final class Service implements Kind {
    private static final Traits TRAITS =
            Traits.of("", "Service").named(NameRules::dns1123Label).with(Flag.CREATE_ON_UPDATE);

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return ServiceDefaults.of(object);
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return ServiceTransitions.created(object);
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return ServiceTransitions.updated(object, old);
    }

    @Override
    public void validate(Place object) {
        ServiceRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        ServiceRules.checkUpdate(object, old);
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        ServiceRules.checkStatus(object);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        return ServiceWarnings.of(object);
    }

    @Override
    public Table table() {
        return ServiceTable.TABLE;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of(
                "spec.clusterIP", service -> service.object("spec").text("clusterIP"),
                "spec.type", service -> service.object("spec").text("type"));
    }
}
