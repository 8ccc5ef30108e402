package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Gated;
import dev.pilothouse.kinds.rules.Place;

/// What a node reports about itself.
final class NodeStatus implements Subresource {

    @Override
    public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
        ObjectTree reported = object.with("spec", old.get("spec"));
        return Fill.inside(reported, "status", status -> Gated.without(status, old.object("status"), "config"));
    }

    @Override
    public void validate(Place object, ObjectTree old) {
        NodeRules.update(object, old);
    }
}
