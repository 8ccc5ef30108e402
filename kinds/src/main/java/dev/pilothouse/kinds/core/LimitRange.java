package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.core.pod.Quantities;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Bounds and defaults for what the objects of a namespace may ask for. Source: API reference "LimitRange v1 core".
public final class LimitRange implements Kind {
    private static final Traits TRAITS = Traits.of("", "LimitRange").with(Flag.CREATE_ON_UPDATE, Flag.METADATA_JUDGED_ONCE);

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.inside(object, "spec", spec -> Fill.each(spec, "limits", LimitRange::limit));
    }

    /// A container's default limit follows from the maximum, its default request from that limit or the minimum.
    private static ObjectTree limit(ObjectTree sent) {
        ObjectTree limit = Quantities.roundedIn(
                sent, "max", "min", "default", "defaultRequest", "maxLimitRequestRatio");
        if (!limit.text("type").equals("Container")) {
            return limit;
        }
        ObjectTree limits = plus(limit.object("default"), limit.object("max"));
        ObjectTree requests = plus(plus(limit.object("defaultRequest"), limits), limit.object("min"));
        ObjectTree filled = limits.isEmpty() ? limit : limit.with("default", limits);
        return requests.isEmpty() ? filled : filled.with("defaultRequest", requests);
    }

    private static ObjectTree plus(ObjectTree resources, ObjectTree more) {
        ObjectTree all = resources;
        for (ObjectTree.Cursor c = more.cursor(); c.next(); ) {
            all = Fill.missing(all, c.name(), c.value());
        }
        return all;
    }

    /// Nobody refers to limits by their name: who gives none is given one.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return ObjectMeta.name(object).isEmpty()
                ? ObjectMeta.withName(object, UUID.nameUUIDFromBytes(ObjectMeta.uid(object).getBytes(StandardCharsets.UTF_8)).toString())
                : object;
    }

    @Override
    public void validate(Place object) {
        LimitRangeRules.check(object);
    }
}
