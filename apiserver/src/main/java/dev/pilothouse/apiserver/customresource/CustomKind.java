package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Scale;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One version of a custom kind: what its definition asks for in the place of code.
final class CustomKind implements Kind {
    private static final String STATUS = "status";
    private static final Set<String> UNDOMAINED = Set.of("orphan", "foregroundDeletion", "kubernetes");

    private final Traits traits;
    private final String listKind;
    private final boolean namespaced;
    private final boolean hasStatus;
    private final CustomRules rules;
    private final Table table;
    private final Map<String, Function<ObjectTree, String>> selectable;
    private final Optional<String> deprecation;
    private final Optional<Scale> scale;

    CustomKind(
            GroupVersionKind kind,
            String listKind,
            boolean namespaced,
            ObjectTree version,
            CustomRules rules,
            Optional<String> deprecation) {
        this.traits = new Traits(
                        new GroupKind(kind.group(), kind.kind()),
                        NameRules::dns1123Subdomain,
                        Set.of(),
                        List.of(),
                        List.of())
                .with(Flag.CONDITIONAL_UPDATE, Flag.ANY_FINALIZER, Flag.UNTYPED);
        this.listKind = listKind;
        this.namespaced = namespaced;
        this.hasStatus = !version.object("subresources").get(STATUS).isNull();
        this.rules = rules;
        this.table = Columns.custom(version.list("additionalPrinterColumns"));
        this.selectable = SelectableFields.of(version.list("selectableFields"));
        this.deprecation = deprecation;
        this.scale = ScalePaths.of(version).map(ScalePaths::scale);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        return ObjectMeta.with(object, "generation", Tree.of(1));
    }

    /// Everything but metadata counts, and so does the status where nothing else writes it.
    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return object.without("metadata").equals(old.without("metadata"))
                ? object
                : ObjectMeta.with(object, "generation", Tree.of(ObjectMeta.generation(old) + 1));
    }

    @Override
    public void validate(Place object) {
        rules.checkNew(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        rules.checkUpdate(object, old);
    }

    @Override
    public Optional<Subresource> subresource(String name) {
        return name.equals(STATUS) && hasStatus ? Optional.of(new StatusWrite()) : Optional.empty();
    }

    /// A write to `status` changes nothing else, and who owns it.
    private final class StatusWrite implements Subresource {
        @Override
        public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
            Tree owners = ObjectMeta.of(object).get("managedFields");
            return ObjectMeta.with(old, "managedFields", owners).with(STATUS, object.get(STATUS));
        }

        @Override
        public void validate(Place object, ObjectTree old) {
            rules.checkStatus(object, old);
        }

        @Override
        public List<String> warnings(ObjectTree object, ObjectTree old) {
            return rules.warnings(object, old);
        }
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        List<String> before = ObjectMeta.finalizers(old);
        List<String> warnings = new ArrayList<>(rules.warnings(object, old));
        ObjectMeta.finalizers(object).stream()
                .filter(finalizer -> !before.contains(finalizer))
                .filter(finalizer -> !finalizer.contains("/") && !UNDOMAINED.contains(finalizer))
                .sorted()
                .map(finalizer -> "metadata.finalizers: \"" + finalizer + "\": prefer a domain-qualified finalizer name"
                        + " including a path (/) to avoid accidental conflicts with other finalizer writers")
                .forEach(warnings::add);
        return warnings;
    }

    @Override
    public String listKind() {
        return listKind;
    }

    @Override
    public Optional<String> deprecation() {
        return deprecation;
    }

    @Override
    public Optional<Scale> scale() {
        return scale;
    }

    @Override
    public Table table() {
        return table;
    }

    @Override
    public boolean isSelectableByNamespace() {
        return namespaced;
    }

    @Override
    public String unselectable(String label) {
        return "field label not supported: " + label;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return selectable;
    }
}
