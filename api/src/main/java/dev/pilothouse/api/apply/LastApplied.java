package dev.pilothouse.api.apply;

import dev.pilothouse.api.apply.Apply.Applied;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;

/// The bridge from `kubectl apply` on the client's side, which keeps its last configuration in an annotation, to apply
/// on the server's side under the manager name `kubectl`.
final class LastApplied {
    private static final String MANAGER = "kubectl";
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final int ANNOTATIONS_LIMIT_BYTES = 256 * 1024;

    private LastApplied() {}

    /// The fields that the annotation proves to be kubectl's: mentioned there, and unchanged since.
    static FieldSet takenOver(Tracking tracking, ObjectTree live, String manager) throws MalformedFields {
        String text = ObjectMeta.annotation(live, ANNOTATION);
        if (!manager.equals(MANAGER) || text.isEmpty()) {
            return FieldSet.EMPTY;
        }
        ObjectTree last;
        try {
            last = Json.parse(text).asObject();
        } catch (MalformedJson e) {
            return FieldSet.EMPTY;
        }
        Shape shape = tracking.shape();
        if (!last.text("apiVersion").equals(tracking.apiVersion())
                || !ConfigCheck.of(shape, last).isEmpty()) {
            return FieldSet.EMPTY;
        }
        Comparison since = Comparison.of(shape, last, ManagedFields.without(live));
        return ConfigFields.of(shape, last).minus(since.changed()).minus(since.removed());
    }

    /// The applied object with the annotation, where it has one, brought up to date.
    static Applied synced(Applied applied, ObjectTree config, String manager) {
        ObjectTree object = applied.object();
        if (!manager.equals(MANAGER) || ObjectMeta.annotation(object, ANNOTATION).isEmpty()) {
            return applied;
        }
        String text = GoText.json(ObjectMeta.withoutAnnotation(config, ANNOTATION)) + "\n";
        ObjectTree synced = ObjectMeta.withAnnotation(object, ANNOTATION, text);
        long bytes = 0;
        for (var annotation : ObjectMeta.annotations(synced).texts().entrySet()) {
            bytes += size(annotation.getKey()) + size(annotation.getValue());
        }
        if (bytes > ANNOTATIONS_LIMIT_BYTES) {
            synced = ObjectMeta.withoutAnnotation(synced, ANNOTATION);
        }
        return new Applied(synced, applied.changed() || !synced.equals(object));
    }

    private static long size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
