package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A kind that is described instead of built in. Source: API reference "CustomResourceDefinition v1 apiextensions.k8s.io".
public final class CustomResourceDefinition implements Kind {
    private static final Traits TRAITS = Traits.of("apiextensions.k8s.io", "CustomResourceDefinition")
            .counting("spec")
            .with(Flag.CONDITIONAL_UPDATE, Flag.ANY_FINALIZER, Flag.STATUS_WRITES_METADATA, Flag.STATUS_WITHOUT_TABLE)
            .statusKeeping(Traits.STATUS_METADATA);

    public CustomResourceDefinition() {}

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        ObjectTree filled = Fill.under(object, "spec", CustomResourceDefinition::spec);
        return filled.object("status").list("storedVersions").isEmpty() ? StoredVersions.plusCurrent(filled) : filled;
    }

    /// What was stored once must stay readable: versions are remembered as long as objects may have them.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return StoredVersions.plusCurrent(object);
    }

    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return StoredVersions.plusCurrent(object);
    }

    @Override
    public NameRules.Rule nameRule(ObjectTree object) {
        return name -> DefinitionRules.name(object, name);
    }

    @Override
    public void validate(Place object) {
        DefinitionRules.create(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        DefinitionRules.update(object, old);
    }

    @Override
    public void validateStatus(Place object, ObjectTree old) {
        DefinitionRules.status(object);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        return FormatWarnings.of(object, old);
    }

    @Override
    public Optional<ObjectTree> condemned(ObjectTree object, Instant now) {
        return Optional.of(DefinitionStatus.condemned(object, Tree.of(Timestamps.seconds(now))));
    }

    private static ObjectTree spec(ObjectTree spec) {
        ObjectTree filled = Fill.under(spec, "names", CustomResourceDefinition::names);
        filled = Fill.missing(filled, "conversion", ObjectTree.EMPTY.with("strategy", "None"));
        return Fill.inside(
                filled,
                "conversion",
                conversion -> Fill.inside(
                        conversion,
                        "webhook",
                        webhook -> Fill.inside(
                                webhook,
                                "clientConfig",
                                client -> Fill.inside(
                                        client, "service", service -> Fill.missing(service, "port", 443)))));
    }

    private static ObjectTree names(ObjectTree names) {
        String kind = names.text("kind");
        if (kind.isEmpty()) {
            return names;
        }
        return Fill.text(
                Fill.text(names, "singular", kind.toLowerCase(Locale.ROOT)), "listKind", kind + "List");
    }
}
