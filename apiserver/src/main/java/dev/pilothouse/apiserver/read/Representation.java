package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.tree.Head;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.request.Form;
import dev.pilothouse.kinds.Strategy;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Objects and lists in the shape that was asked for: whole, as rows of a table, or their metadata alone (API concepts,
/// "Receiving resources as Tables", "Metadata-only fetches").
public final class Representation {
    private final Form form;
    private final Strategy strategy;
    private final IncludeObject include;
    private final Instant now;

    /// What a table's rows carry beside their cells (`includeObject`).
    public enum IncludeObject {
        METADATA,
        OBJECT,
        NONE
    }

    public Representation(Form form, Strategy strategy, IncludeObject include, Instant now) {
        this.form = form;
        this.strategy = strategy;
        this.include = include;
        this.now = now;
    }

    public ObjectTree object(ObjectTree object) {
        return switch (form.shape()) {
            case WHOLE -> object;
            case METADATA -> partial(object);
            // What has no type is taken for a list until its items are looked for.
            case METADATA_LIST -> throw isUntyped()
                    ? ApiError.unclassified("content is not a list")
                    : unfit("PartialObjectMetadataList", "not a list", typeName(""));
            case TABLE -> {
                ObjectTree metadata = ObjectTree.of(
                        "resourceVersion", object.object("metadata").get("resourceVersion"));
                yield table(List.of(object), metadata, true);
            }
        };
    }

    /// A list with these objects; its metadata says how to go on.
    public ObjectTree list(Lists.Result result) {
        ObjectTree.Builder metadata = ObjectTree.builder();
        if (result.revision() != Lists.Result.UNVERSIONED) {
            metadata.put("resourceVersion", Long.toString(result.revision()));
        }
        boolean untyped = isUntyped();
        if (!result.continueToken().isEmpty() || untyped && form.shape() == Form.Shape.WHOLE) {
            metadata.put("continue", result.continueToken());
        }
        result.remaining().ifPresent(count -> metadata.put("remainingItemCount", count));
        List<ObjectTree> objects = result.items().stream().map(Item::object).toList();
        return switch (form.shape()) {
            case TABLE -> table(objects, metadata.build(), true);
            case METADATA -> throw unfit(
                    "PartialObjectMetadata", "a list", untyped ? "*unstructured.UnstructuredList" : typeName("List"));
            case METADATA_LIST -> ObjectTree.builder()
                    .put("kind", "PartialObjectMetadataList")
                    .put("apiVersion", "meta.k8s.io/" + form.version())
                    .put("metadata", metadata.build())
                    .put("items", orNull(objects.stream().map(this::partial).toList()))
                    .build();
            case WHOLE -> {
                GroupVersionKind kind = strategy.resource().groupVersionKind();
                List<Tree> items = new ArrayList<>(objects.size());
                // Upstream's lists leave out what each item's kind is: the list's own says it.
                Head type = new Head(ObjectTree.builder().put("kind", kind.kind()).put("apiVersion", kind.apiVersion()).build());
                for (ObjectTree object : objects) {
                    items.add(untyped ? object : type.cutFrom(object));
                }
                yield ObjectTree.builder()
                        .put("kind", strategy.kind().listKind())
                        .put("apiVersion", kind.apiVersion())
                        .put("metadata", metadata.build())
                        .put("items", ListTree.of(items))
                        .build();
            }
        };
    }

    /// The object of a watch event, which may be a bookmark's: an object of little more than a revision. Only the first table of a
    /// watch names its columns, but for a kind that always does.
    public ObjectTree event(ObjectTree object, boolean first) {
        return form.shape() == Form.Shape.TABLE
                ? table(
                        List.of(object),
                        ObjectTree.of(
                                "resourceVersion", object.object("metadata").get("resourceVersion")),
                        first || strategy.traits().flags().contains(Traits.Flag.COLUMNS_IN_EACH_EVENT))
                : object(object);
    }

    private ObjectTree partial(ObjectTree object) {
        return partial(strategy.kind().metadata(object), form);
    }

    /// What is answered where nothing is stored, in the shape that was asked for. A status has no other shape than its own.
    ///
    /// @param columns of what is answered; not looked at unless a table was asked for
    public static ObjectTree unstored(ObjectTree object, Form form, Table columns, IncludeObject include, Instant now) {
        if (object.text("kind").equals("Status")) {
            return object;
        }
        ObjectTree metadata = object.object("metadata");
        return switch (form.shape()) {
            case WHOLE -> object;
            case METADATA -> partial(metadata, form);
            case METADATA_LIST -> throw unfit(
                    "PartialObjectMetadataList",
                    "not a list",
                    typeName(GroupVersion.parse(object.text("apiVersion")).group(), object.text("kind")));
            case TABLE -> {
                ObjectTree row = ObjectTree.builder()
                        .put("cells", columns.cells(object, now))
                        .put("object", switch (include) {
                            case METADATA -> partial(metadata, form);
                            case OBJECT -> object;
                            case NONE -> NullTree.NULL;
                        })
                        .build();
                yield ObjectTree.builder()
                        .put("kind", "Table")
                        .put("apiVersion", "meta.k8s.io/" + form.version())
                        .put("metadata", ObjectTree.of("resourceVersion", metadata.get("resourceVersion")))
                        .put("columnDefinitions", columns.definitions())
                        .put("rows", ListTree.of(row))
                        .build();
            }
        };
    }

    private static ObjectTree partial(ObjectTree metadata, Form form) {
        return ObjectTree.builder()
                .put("kind", "PartialObjectMetadata")
                .put("apiVersion", "meta.k8s.io/" + form.version())
                .put("metadata", metadata)
                .build();
    }

    /// Go's lists that nobody put anything into are null.
    private static Tree orNull(List<? extends Tree> values) {
        return values.isEmpty() ? NullTree.NULL : ListTree.of(values);
    }

    private boolean isUntyped() {
        return strategy.traits().flags().contains(Traits.Flag.UNTYPED);
    }

    /// The client takes only what this isn't. Upstream shows its own type's name.
    private static ApiError unfit(String wanted, String found, String type) {
        return ApiError.notAcceptable("you requested " + wanted + ", but the requested object is " + found + " (" + type + ")");
    }

    private String typeName(String suffix) {
        return typeName(
                strategy.resource().storageKind().group(), strategy.resource().kind() + suffix);
    }

    private static String typeName(String group, String kind) {
        return "*" + (group.isEmpty() ? "core" : group.split("\\.")[0]) + "." + kind;
    }

    private ObjectTree table(List<ObjectTree> objects, ObjectTree metadata, boolean withColumns) {
        Table columns = strategy.kind().table();
        List<Tree> rows = new ArrayList<>(objects.size());
        for (ObjectTree object : columns.order().apply(objects)) {
            ObjectTree.Builder row = ObjectTree.builder().put("cells", columns.cells(object, now));
            ListTree conditions = columns.conditions().apply(object);
            if (!conditions.isEmpty()) {
                row.put("conditions", conditions);
            }
            switch (include) {
                case METADATA -> row.put("object", partial(object));
                case OBJECT -> row.put("object", object);
                case NONE -> row.put("object", NullTree.NULL);
            }
            rows.add(row.build());
        }
        return ObjectTree.builder()
                .put("kind", "Table")
                .put("apiVersion", "meta.k8s.io/" + form.version())
                .put("metadata", metadata)
                .put("columnDefinitions", withColumns ? columns.definitions() : NullTree.NULL)
                .put("rows", columns == Columns.NAME_AND_CREATION ? orNull(rows) : ListTree.of(rows))
                .build();
    }

    /// Reads the parameter, which only a table has a use for.
    public static IncludeObject include(Form form, String parameter) {
        return form.shape() != Form.Shape.TABLE
                ? IncludeObject.METADATA
                : switch (parameter) {
                    case "Object" -> IncludeObject.OBJECT;
                    case "None" -> IncludeObject.NONE;
                    case "Metadata", "" -> IncludeObject.METADATA;
                    default -> throw ApiError.badRequest("Unable to convert to Table as requested: includeObject: Invalid"
                            + " value: " + GoText.quote(parameter)
                            + ": must be 'Metadata', 'Object', 'None', or empty");
                };
    }
}
