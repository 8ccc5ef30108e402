package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.apply.Shapes;
import dev.pilothouse.api.apply.TrackedType;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import java.util.Optional;

/// Reads objects of kinds whose types are described.
public record TypedReading(GroupVersionKind kind, TypeSchema schema) implements ObjectReading {
    @Override
    public void checkKind(ObjectTree sent) {
        String sentKind = sent.text("kind");
        String sentVersion = sent.text("apiVersion");
        boolean otherKind = !sentKind.isEmpty() && !sentKind.equals(kind.kind());
        boolean otherVersion = !sentVersion.isEmpty() && !sentVersion.equals(kind.apiVersion());
        if (otherKind || otherVersion) {
            String shownKind = sentKind.isEmpty() ? kind.kind() : sentKind;
            String version = sentVersion.isEmpty() ? kind.apiVersion() : sentVersion;
            String bare = version.substring(version.indexOf('/') + 1);
            throw ApiError.badRequest(shownKind + " in version \"" + bare + "\" cannot be handled as a "
                    + kind.kind() + ": no kind \"" + shownKind + "\" is registered for version \"" + version
                    + "\" in scheme \"pkg/runtime/scheme.go:111\"");
        }
    }

    @Override
    public ObjectTree read(Tree sent, List<String> unknown) throws Unreadable {
        return read(sent, ObjectTree.EMPTY, unknown);
    }

    @Override
    public ObjectTree read(Tree sent, ObjectTree known, List<String> unknown) throws Unreadable {
        Decoding decoding = new Decoding();
        try {
            ObjectTree object = decoding.object(sent, known, schema);
            unknown.addAll(decoding.unknownFields());
            return object.with("kind", kind.kind()).with("apiVersion", kind.apiVersion());
        } catch (Decoding.WrongType e) {
            throw new Unreadable(e.getMessage());
        }
    }

    @Override
    public ObjectTree complete(ObjectTree prepared) {
        return complete(prepared, ObjectTree.EMPTY);
    }

    @Override
    public ObjectTree complete(ObjectTree prepared, ObjectTree known) {
        try {
            return Decoding.asStored().object(prepared, known, schema);
        } catch (Decoding.WrongType e) {
            throw new IllegalStateException("preparing " + kind + " broke it: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<TypeSchema> type() {
        return Optional.of(schema);
    }

    @Override
    public TrackedType tracked() {
        return new TrackedType.Described(Shapes.builtIn(), schema);
    }
}
