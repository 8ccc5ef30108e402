package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.apply.Shapes;
import dev.pilothouse.api.apply.TrackedType;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.StorageVersions;
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
            throw unreadable(shownKind, GroupVersion.parse(version), kind);
        }
    }

    /// What is said to who sends an object of another kind, known or not.
    public static ApiError unreadable(String sentKind, GroupVersion sentVersion, GroupVersionKind wanted) {
        return ApiError.badRequest(sentKind + " in version \"" + sentVersion.version() + "\" cannot be handled as a "
                + wanted.kind() + ": " + mismatch(sentKind, sentVersion, wanted));
    }

    /// Why an object of one kind isn't read as one of another.
    static String mismatch(String sentKind, GroupVersion sentVersion, GroupVersionKind wanted) {
        boolean known = Schemas.builtIn().kind(sentVersion.kind(sentKind)).isPresent();
        return known
                ? "converting (" + sentVersion.version() + "." + sentKind + ") to (" + inner(wanted) + "." + wanted.kind()
                        + "): unknown conversion"
                : "no kind \"" + sentKind + "\" is registered for version \"" + sentVersion
                        + "\" in scheme \"pkg/runtime/scheme.go:111\"";
    }

    /// The package of upstream's inner form of the kind.
    private static String inner(GroupVersionKind kind) {
        int dot = kind.group().indexOf('.');
        return kind.group().isEmpty() ? "core" : dot < 0 ? kind.group() : kind.group().substring(0, dot);
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
            // JSON, unlike protobuf, tells an empty list from none.
            Decoding kept = StorageVersions.alwaysJson(new GroupKind(kind.group(), kind.kind())) ? new Decoding() : Decoding.asStored();
            return kept.object(prepared, known, schema);
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
