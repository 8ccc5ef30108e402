package dev.pilothouse.api.fuzz;

import dev.pilothouse.api.apply.FieldSet;
import dev.pilothouse.api.apply.FieldSets;
import dev.pilothouse.api.apply.MalformedFields;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.patch.JsonPatch;
import dev.pilothouse.api.patch.MergePatch;
import dev.pilothouse.api.patch.StrategicMergePatch;
import dev.pilothouse.api.protobuf.MalformedProtobuf;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.Decoding;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.util.List;

/// A reader of bytes that anybody may send. It reads them or refuses them in the way that it declares; whatever else it
/// does is a find. What it reads must be the same when it is written and read again.
enum Target {
    JSON(List.of("{\"a\":[1,-2.5e3,true,null,\"\\u00e9\\n\"],\"b\":{\"\":{}},\"b\":1}", "[]", "\"\\ud83d\\udef3\"")) {
        @Override
        void read(byte[] input) throws MalformedJson {
            Tree tree = Json.parse(input);
            same(tree, Json.parse(Json.write(tree)));
            same(tree, Json.parse(Json.indented(tree)));
        }
    },
    YAML(List.of(
            "a: &x [1, 0x1f, 1_000, ~, yes, 2026-01-01]\nb: {<<: {c: d}, e: *x}\n---\n- |\n  text\n- >-\n  folded\n",
            "? a\n: !!binary aGk=\n\"q\\n\": 'it''s'\n")) {
        @Override
        void read(byte[] input) throws MalformedYaml {
            Tree tree = Yaml.parse(input);
            Tree first = Yaml.parse(Yaml.write(tree));
            // Numbers have more than one spelling: the second time round nothing changes any more.
            same(first, Yaml.parse(Yaml.write(first)));
        }
    },
    PROTOBUF(List.of()) {
        @Override
        void read(byte[] input) throws MalformedProtobuf, Decoding.WrongType {
            Protobuf.Envelope envelope = Protobuf.open(input);
            ObjectTree object = Decoding.asStored().object(Protobuf.read(envelope, POD), POD);
            Protobuf.Envelope again = Protobuf.open(Protobuf.write(object, POD));
            same(object, Decoding.asStored().object(Protobuf.read(again, POD), POD));
        }

        @Override
        List<byte[]> seeds() {
            return List.of(Protobuf.write(DOCUMENT, POD));
        }
    },
    PATCHES(List.of(
            "[{\"op\":\"add\",\"path\":\"/spec/containers/-\",\"value\":{\"name\":\"z\"}},{\"op\":\"remove\",\"path\":\"/metadata/labels/a~1b\"}]",
            "[{\"op\":\"move\",\"from\":\"/spec/containers/0\",\"path\":\"/spec/containers/1\"},{\"op\":\"copy\",\"from\":\"\",\"path\":\"/a\"}]",
            "[{\"op\":\"test\",\"path\":\"/metadata/name\",\"value\":\"p\"},{\"op\":\"replace\",\"path\":\"\",\"value\":null}]",
            "{\"spec\":{\"$setElementOrder/containers\":[{\"name\":\"b\"},{\"name\":\"a\"}],\"containers\":[{\"name\":\"a\",\"$patch\":\"delete\"},{\"name\":\"b\",\"image\":null}]}}",
            "{\"metadata\":{\"$patch\":\"replace\",\"finalizers\":[\"x\"],\"$deleteFromPrimitiveList/finalizers\":[\"f\"]},\"spec\":{\"$retainKeys\":[\"containers\"],\"tolerations\":[{\"$patch\":\"replace\"}]}}")) {
        @Override
        void read(byte[] input) {
            // Each of the three is read from the same bytes: that one refuses them says nothing about the others.
            refusable(() -> Json.write(JsonPatch.parse(input).apply(DOCUMENT)));
            refusable(() -> Json.write(MergePatch.parse(input).apply(DOCUMENT)));
            refusable(() -> Json.write(StrategicMergePatch.parse(input).apply(DOCUMENT, POD)));
        }
    },
    FIELD_SETS(List.of(
            "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:a\":{}}},\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"a\\\"}\":{\".\":{},\"f:image\":{}}},\"f:x\":{\"v:\\\"s\\\"\":{},\"i:0\":{}}}}")) {
        @Override
        void read(byte[] input) throws MalformedJson, MalformedFields {
            FieldSet set = FieldSets.read(Json.parse(input).asObject());
            same(set.tree(), FieldSets.read(set.tree()).tree());
            same(set.tree(), set.union(set).tree());
            same(ObjectTree.EMPTY, set.minus(set).tree());
        }
    };

    private static final TypeSchema POD = Schemas.builtIn().type("io.k8s.api.core.v1.Pod");
    private static final ObjectTree DOCUMENT = document();

    private final List<String> seeds;

    Target(List<String> seeds) {
        this.seeds = seeds;
    }

    /// Reads, or refuses by one of the exceptions that are refusals ([#isRefusal]).
    abstract void read(byte[] input) throws Exception;

    List<byte[]> seeds() {
        return seeds.stream()
                .map(seed -> seed.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    static boolean isRefusal(Throwable thrown) {
        return switch (thrown) {
            case MalformedJson _, MalformedYaml _, MalformedProtobuf _, MalformedFields _, Decoding.WrongType _ -> true;
            case ApiError _ -> true;
            default -> false;
        };
    }

    private static void refusable(Runnable reading) {
        try {
            reading.run();
        } catch (ApiError refused) {
            if (!isRefusal(refused)) {
                throw refused;
            }
        }
    }

    private static void same(Tree one, Tree other) {
        if (!Json.text(one).equals(Json.text(other))) {
            throw new AssertionError("first " + Json.text(one) + " then " + Json.text(other));
        }
    }

    private static ObjectTree document() {
        try {
            return Json.parse("""
                    {"apiVersion":"v1","kind":"Pod","metadata":{"finalizers":["f","g"],"labels":{"a/b":"c"},"name":"p"},\
                    "spec":{"containers":[{"image":"i","name":"a","ports":[{"containerPort":80,"hostPort":80}],"resources":\
                    {"requests":{"cpu":"100m"}}},{"name":"b"}],"tolerations":[{"key":"k","operator":"Exists"}]},\
                    "status":{"startTime":"2026-01-01T00:00:00Z"}}""").asObject();
        } catch (MalformedJson e) {
            throw new AssertionError(e);
        }
    }
}
