package dev.pilothouse.apiserver.storage;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.protobuf.MalformedProtobuf;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.kinds.StorageVersions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// Objects as bytes in the cluster store.
public final class StoredBytes {
    private StoredBytes() {}

    /// How objects of a kind of Kubernetes' own are written.
    ///
    /// @param type describes them in the version that everything here works with
    public static Function<ObjectTree, byte[]> writing(GroupKind kind, TypeSchema type, StorageFormat format) {
        if (format == StorageFormat.TREE) {
            return Json::lent;
        }
        Function<ObjectTree, byte[]> bytes = StorageVersions.alwaysJson(kind)
                ? StoredBytes::json
                : switch (format) {
                    case PROTOBUF -> object -> Protobuf.write(object, type);
                    case YAML -> object -> Yaml.write(object).getBytes(StandardCharsets.UTF_8);
                    case JSON, TREE -> StoredBytes::json;
                };
        return StorageVersions.differs(kind) ? object -> bytes.apply(StorageVersions.written(object)) : bytes;
    }

    /// How custom resources are written: no type describes them, and upstream keeps them as JSON.
    public static Function<ObjectTree, byte[]> writingCustom(StorageFormat format) {
        return format == StorageFormat.TREE ? Json::lent : StoredBytes::json;
    }

    /// Go's encoder ends what it writes with a line break.
    private static byte[] json(ObjectTree object) {
        Json.Bytes bytes = Json.bytes(object);
        byte[] line = Arrays.copyOfRange(bytes.array(), bytes.offset(), bytes.offset() + bytes.length() + 1);
        line[bytes.length()] = '\n';
        return line;
    }

    /// What was written in any form, whoever wrote it.
    ///
    /// @throws Unreadable if the bytes are no object
    public static ObjectTree read(byte[] bytes) throws Unreadable {
        try {
            if (Protobuf.isEnvelope(bytes)) {
                return message(bytes);
            }
            boolean json = bytes.length > 0 && bytes[0] == '{';
            return (json ? Json.parse(bytes) : Yaml.parse(bytes)).asObject();
        } catch (MalformedProtobuf | MalformedJson | MalformedYaml e) {
            throw new Unreadable(e.getMessage());
        }
    }

    /// Zero values, which Go's JSON leaves out, are gone.
    private static ObjectTree message(byte[] bytes) throws MalformedProtobuf, Unreadable {
        Protobuf.Envelope envelope = Protobuf.open(bytes);
        TypeSchema type = Schemas.builtIn()
                .kind(StorageVersions.sameShape(envelope.apiVersion(), envelope.kind()))
                .orElseThrow(() -> new Unreadable(
                        "no kind \"" + envelope.kind() + "\" is known for version \"" + envelope.apiVersion() + "\""));
        try {
            return Decoding.asStored().object(Protobuf.read(envelope, type), type);
        } catch (Decoding.WrongType e) {
            throw new Unreadable(e.getMessage());
        }
    }

    /// Bytes that are no object.
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }
}
