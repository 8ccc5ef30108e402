package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.Map;
import java.util.TreeMap;

/// As much of an object as the model knows about.
///
/// @param mark what the write that made this version put into an annotation; no two writes put the same
/// @param node `spec.nodeName`, of pods
/// @param phase `status.phase`, of pods
record Facts(
        String namespace, String name, String uid, Map<String, String> labels, String mark, String node, String phase) {
    static final String MARK = "model.example/mark";

    /// Of a whole object; of metadata alone the fields of pods stay empty.
    static Facts of(ObjectTree object) {
        ObjectTree metadata = ObjectMeta.of(object);
        Map<String, String> labels = new TreeMap<>();
        metadata.object("labels").fields().forEach(field -> labels.put(field.name(), field.value().asText()));
        return new Facts(
                metadata.text("namespace"),
                metadata.text("name"),
                metadata.text("uid"),
                labels,
                ObjectMeta.annotation(object, MARK),
                object.object("spec").text("nodeName"),
                object.object("status").text("phase"));
    }

    /// What every shape of the object shows.
    Facts metadata() {
        return new Facts(namespace, name, uid, labels, mark, "", "");
    }

    /// The value of a field that objects are selected by.
    String field(String path) {
        return switch (path) {
            case "metadata.name" -> name;
            case "metadata.namespace" -> namespace;
            case "spec.nodeName" -> node;
            case "status.phase" -> phase;
            default -> throw new IllegalArgumentException("the model knows no field " + path);
        };
    }
}
