package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// A kind as seen in a served form that isn't the stored one: every rule is asked about the stored form, and what it
/// answers is served.
record ServedKind(Kind stored, Conversion conversion) implements Kind {

    private ObjectTree in(ObjectTree served) {
        return served.isEmpty() ? served : conversion.toStored(served);
    }

    private ObjectTree out(ObjectTree object) {
        return conversion.toServed(object);
    }

    private Place in(Place served) {
        return Place.root(in(served.object()), served.problems());
    }

    @Override
    public Traits traits() {
        return stored.traits();
    }

    @Override
    public NameRules.Rule nameRule(ObjectTree object) {
        return stored.nameRule(in(object));
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return out(stored.defaults(in(object)));
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return out(stored.prepareCreate(in(object), write));
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return out(stored.prepareUpdate(in(object), in(old), write));
    }

    @Override
    public void validate(Place object) {
        stored.validate(in(object));
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        stored.validateUpdate(in(object), in(old));
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        stored.validateStatus(in(object), in(old));
    }

    @Override
    public List<String> warningsOfSent(ObjectTree object) {
        return stored.warningsOfSent(in(object));
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        return stored.warnings(in(object), in(old));
    }

    @Override
    public Optional<Subresource> subresource(String name) {
        return stored.subresource(name).map(rules -> new Subresource() {
            @Override
            public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
                return out(rules.prepare(in(object), in(old), write));
            }

            @Override
            public void validate(Place object, ObjectTree old) {
                rules.validate(in(object), in(old));
            }

            @Override
            public List<String> warnings(ObjectTree object, ObjectTree old) {
                return rules.warnings(in(object), in(old));
            }
        });
    }

    @Override
    public List<List<String>> resetFields() {
        return stored.resetFields();
    }

    @Override
    public Optional<Scale> scale() {
        return stored.scale();
    }

    @Override
    public OptionalLong gracePeriodSeconds(ObjectTree object, OptionalLong requested) {
        return stored.gracePeriodSeconds(in(object), requested);
    }

    @Override
    public Optional<String> deletionWarning() {
        return stored.deletionWarning();
    }

    @Override
    public ObjectTree metadata(ObjectTree object) {
        return stored.metadata(in(object));
    }

    @Override
    public Table table() {
        return stored.table().reading(this::in);
    }

    @Override
    public String unselectable(String label) {
        return stored.unselectable(label);
    }

    @Override
    public boolean isSelectableByNamespace() {
        return stored.isSelectableByNamespace();
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        Map<String, Function<ObjectTree, String>> fields = new HashMap<>();
        stored.selectableFields().forEach((label, field) -> fields.put(label, object -> field.apply(in(object))));
        return fields;
    }
}
