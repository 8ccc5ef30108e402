package dev.pilothouse.kinds.apiregistration;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Traits.Flag;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.util.List;

/// A group version that another server serves. Source: API reference "APIService v1 apiregistration.k8s.io".
public final class ApiService implements Kind {
    private static final Traits TRAITS = Traits.of("apiregistration.k8s.io", "APIService")
            .named(NameRules::pathSegment) // the core group's ends with its dot: `v1.`
            .with(Flag.CONDITIONAL_UPDATE, Flag.ANY_FINALIZER, Flag.STATUS_WITHOUT_TABLE, Flag.COLUMNS_IN_EACH_EVENT).statusKeeping(Traits.STATUS_METADATA);
    private static final Table TABLE = Columns.of(
            "apiregistration.k8s.io", "APIService",
            Cells.of(ApiService::service),
            Cells.of(ApiService::available));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public ObjectTree defaults(ObjectTree object) {
        return Fill.inside(
                object,
                "spec",
                spec -> Fill.inside(spec, "service", service -> Fill.missing(service, "port", 443)));
    }

    /// One that no other server serves is available at once.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        if (object.object("spec").get("service") instanceof ObjectTree) {
            return object;
        }
        ObjectTree local = ObjectTree.builder()
                .put("type", "Available")
                .put("status", "True")
                .put("lastTransitionTime", Timestamps.seconds(write.now()))
                .put("reason", "Local")
                .put("message", "Local APIServices are always available")
                .build();
        return object.withAt(ListTree.of(local), "status", "conditions");
    }

    /// The name says which group and version it is; the core group's ends with a dot.
    @Override
    public NameRules.Rule nameRule(ObjectTree object) {
        String required = object.object("spec").text("version") + "." + object.object("spec").text("group");
        return name -> {
            List<String> wrong = NameRules.pathSegment(name);
            return wrong.isEmpty() && !name.equals(required)
                    ? List.of("must be `spec.version+\".\"+spec.group`: \"" + required + "\"")
                    : wrong;
        };
    }

    @Override
    public void validate(Place object) {
        ApiServiceRules.check(object.at("spec"));
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        object.at("metadata", "name").invalidEach(nameRule(object.object()).broken(ObjectMeta.name(object.object())));
        validate(object);
    }

    private static String service(ObjectTree object) {
        return object.object("spec").get("service") instanceof ObjectTree service
                ? service.text("namespace") + "/" + service.text("name")
                : "Local";
    }

    private static String available(ObjectTree object) {
        for (ObjectTree condition : object.object("status").list("conditions").objects()) {
            if (condition.text("type").equals("Available")) {
                return condition.text("status").equals("True")
                        ? "True"
                        : condition.text("status") + " (" + condition.text("reason") + ")";
            }
        }
        return "Unknown";
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
