package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.apply.TrackedType;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.structural.Defaulting;
import dev.pilothouse.api.structural.EmbeddedMeta;
import dev.pilothouse.api.structural.Pruning;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.tree.WholeNumbers;
import dev.pilothouse.apiserver.registry.ObjectReading;
import dev.pilothouse.kinds.Conversion;
import java.util.List;
import java.util.Optional;

/// Reads objects by the structural schema of one version of a definition: metadata as every object has it, the rest pruned and
/// defaulted.
record StructuralReading(GroupVersionKind kind, Structural schema, TrackedType tracked, Conversion conversion)
        implements ObjectReading {
    private static final TypeSchema OBJECT_META =
            Schemas.builtIn().type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    @Override
    public void checkKind(ObjectTree sent) {
        String version = sent.text("apiVersion");
        GroupVersion.malformed(version).ifPresent(why -> {
            throw ApiError.badRequest(
                    sent.text("kind") + " in version \"\" cannot be handled as a " + kind.kind() + ": " + why);
        });
        if (!version.equals(kind.apiVersion())) {
            throw ApiError.badRequest("the API version in the data (" + version
                    + ") does not match the expected API version (" + kind.apiVersion() + ")");
        }
    }

    @Override
    public ObjectTree read(Tree sent, List<String> unknown) throws Unreadable {
        ObjectTree object = sent.asObject();
        for (String field : List.of("apiVersion", "kind")) {
            if (object.has(field) && !(object.get(field) instanceof TextTree)) {
                throw new Unreadable("." + field + " accessor error: " + Json.text(object.get(field))
                        + " is of the type " + GoTypeOf.value(object.get(field)) + ", expected string");
            }
        }
        if (object.text("kind").isEmpty()) {
            throw new Unreadable("Object 'Kind' is missing in '" + Json.text(object) + "'");
        }
        String version = object.text("apiVersion");
        Optional<String> malformed = GroupVersion.malformed(version);
        if (malformed.isPresent()) {
            throw new Unreadable(malformed.get());
        }
        ObjectTree read = withMetadata(object, unknown);
        boolean ofGroup = GroupVersion.parse(version).group().equals(kind.group());
        if (ofGroup && object.text("kind").equals(kind.kind())) {
            Pruning pruning = new Pruning();
            read = pruning.resource(read, schema);
            unknown.addAll(pruning.unknown());
            read = embedded(read, unknown);
            read = Defaulting.of(read, schema);
        }
        return WholeNumbers.in(read);
    }

    private static ObjectTree withMetadata(ObjectTree object, List<String> unknown) throws Unreadable {
        Tree metadata = object.get("metadata");
        if (metadata.isNull()) {
            return object.with("metadata", NullTree.ABSENT);
        }
        Decoding decoding = new Decoding();
        try {
            ObjectTree read = decoding.object(metadata, OBJECT_META);
            decoding.unknownFields().stream().sorted().forEach(field -> unknown.add("metadata." + field));
            return object.with("metadata", read);
        } catch (Decoding.WrongType e) {
            throw new Unreadable(e.getMessage());
        }
    }

    private ObjectTree embedded(ObjectTree object, List<String> unknown) throws Unreadable {
        EmbeddedMeta embedded = new EmbeddedMeta();
        try {
            Tree read = embedded.read(FieldPath.NONE, object, schema);
            unknown.addAll(embedded.unknown());
            return read.asObject();
        } catch (EmbeddedMeta.Malformed e) {
            throw new Unreadable(e.error().toString());
        }
    }

    @Override
    public ObjectTree complete(ObjectTree prepared) {
        return prepared;
    }

    @Override
    public ObjectTree readBack(ObjectTree object) {
        return conversion.toServed(conversion.toStored(object));
    }

    @Override
    public boolean judgesKindLater() {
        return true;
    }

    @Override
    public Optional<TypeSchema> type() {
        return Optional.empty();
    }
}
