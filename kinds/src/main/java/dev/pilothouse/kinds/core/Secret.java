package dev.pilothouse.kinds.core;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.certificates.KeyPairs;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Bytes that not everybody should see. Some types promise certain keys. Source: API reference "Secret v1 core".
public final class Secret implements Kind {
    private static final String SERVICE_ACCOUNT = "kubernetes.io/service-account.name";

    private static final Traits TRAITS = Traits.of("", "Secret");
    private static final Table TABLE = Columns.of("", "Secret", Cells.text("type"), Cells.size("data"));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    /// `stringData` is for writing only: it becomes data, and wins.
    @Override
    public ObjectTree defaults(ObjectTree object) {
        ObjectTree filled = Fill.text(object, "type", "Opaque");
        ObjectTree plain = filled.object("stringData");
        if (plain.isEmpty()) {
            return filled.without("stringData");
        }
        ObjectTree data = filled.object("data");
        for (ObjectTree.Cursor c = plain.cursor(); c.next(); ) {
            byte[] bytes = c.value().asText().getBytes(StandardCharsets.UTF_8);
            data = data.with(c.name(), Base64.getEncoder().encodeToString(bytes));
        }
        return filled.with("data", data).without("stringData");
    }

    /// An update that names no type keeps the old one.
    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, dev.pilothouse.kinds.Write write) {
        return Fill.text(object, "type", old.text("type"));
    }

    @Override
    public void validate(Place object) {
        DataRules data = new DataRules(object);
        data.bytes("data");
        data.checkSize("data");
        switch (object.object().text("type")) {
            case "kubernetes.io/service-account-token" -> {
                if (ObjectMeta.annotation(object.object(), SERVICE_ACCOUNT).isEmpty()) {
                    object.at("metadata", "annotations").key(SERVICE_ACCOUNT).required("");
                }
            }
            case "kubernetes.io/dockercfg" -> requireJson(object, ".dockercfg");
            case "kubernetes.io/dockerconfigjson" -> requireJson(object, ".dockerconfigjson");
            case "kubernetes.io/basic-auth" -> {
                ObjectTree bytes = object.object().object("data");
                if (!bytes.has("username") && !bytes.has("password")) {
                    object.at("data").key("username").required("");
                    object.at("data").key("password").required("");
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (object.at("data").key("ssh-privatekey").isEmpty()) {
                    object.at("data").key("ssh-privatekey").required("");
                }
            }
            case "kubernetes.io/tls" -> {
                require(object, "tls.crt");
                require(object, "tls.key");
            }
            default -> {
                // Other types promise nothing.
            }
        }
    }

    private static boolean require(Place object, String key) {
        Place place = object.at("data").key(key);
        if (place.isAbsent()) {
            place.required("");
            return false;
        }
        return true;
    }

    private static void requireJson(Place object, String key) {
        if (!require(object, key)) {
            return;
        }
        Place place = object.at("data").key(key);
        byte[] bytes = Base64.getDecoder().decode(place.text());
        if (bytes.length == 0) {
            place.invalid("<secret contents redacted>", "unexpected end of JSON input");
            return;
        }
        try {
            Tree tree = Json.parse(bytes);
            if (tree.type() != Tree.Type.OBJECT && !tree.isNull()) {
                place.invalid(
                        "<secret contents redacted>",
                        "json: cannot unmarshal " + tree.type().json() + " into Go value of type map[string]interface {}");
            }
        } catch (MalformedJson e) {
            place.invalid("<secret contents redacted>", e.getMessage());
        }
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        Immutable.check(object.at("type"), old.get("type"));
        DataRules.checkImmutable(object, old, "data");
        validate(object);
    }

    @Override
    public List<String> warnings(ObjectTree object, ObjectTree old) {
        Warnings told = new Warnings();
        Place root = Place.root(object, new Problems());
        if (root.at("type").is("kubernetes.io/tls")) {
            KeyPairs.problem(root.at("data").key("tls.crt").text(), root.at("data").key("tls.key").text())
                    .ifPresent(told::add);
        }
        return told.list();
    }

    @Override
    public Table table() {
        return TABLE;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of("type", secret -> secret.text("type"));
    }
}
