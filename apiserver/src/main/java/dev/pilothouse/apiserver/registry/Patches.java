package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.apply.ManagedFields;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.patch.JsonPatch;
import dev.pilothouse.api.patch.MergePatch;
import dev.pilothouse.api.patch.StrategicMergePatch;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The ways to change an object in part (API concepts, "Patch and apply").
public final class Patches {
    public static final String JSON = "application/json-patch+json";
    public static final String MERGE = "application/merge-patch+json";
    public static final String STRATEGIC = "application/strategic-merge-patch+json";
    public static final String APPLY_YAML = "application/apply-patch+yaml";

    private static final List<String> ACCEPTED = List.of(JSON, MERGE, STRATEGIC, APPLY_YAML);

    /// Where no type says how lists are merged.
    private static final List<String> WITHOUT_TYPE = List.of(JSON, MERGE, APPLY_YAML);

    private final Applying applying;

    /// Server-side apply, which decides on ownership itself.
    public interface Applying {
        /// @param configuration the bytes that the client sent
        Prepared prepare(
                byte[] configuration, Resource resource, RequestInfo info, WriteOptions options, Operation operation);
    }

    public Patches(Applying applying) {
        this.applying = applying;
    }

    /// A patch that is read, and can be applied to any version of the object.
    @FunctionalInterface
    public interface Prepared {
        ObjectTree apply(ObjectTree current);
    }

    public Prepared prepare(
            HttpRequest request,
            String mediaType,
            Resource resource,
            RequestInfo info,
            WriteOptions options,
            Operation operation) {
        byte[] body = Bodies.bytes(request);
        return switch (mediaType) {
            case JSON -> {
                JsonPatch patch = operation.strictness() == Operation.Strictness.IGNORE
                        ? JsonPatch.parse(body)
                        : JsonPatch.parseJudged(body);
                yield current -> {
                    Tree patched = patch.apply(current);
                    checkKind(patched, resource);
                    return typed(patched, current, () -> Json.text(patched), patch.unknown(), resource, operation);
                };
            }
            case MERGE -> {
                MergePatch patch = MergePatch.parse(body);
                yield current -> {
                    ObjectTree patched = patch.apply(current);
                    checkKind(patched, resource);
                    return typed(patched, current, () -> Json.text(patched), doubled(patch.duplicates()), resource, operation);
                };
            }
            case STRATEGIC -> {
                TypeSchema type = resource.reading().type().orElseThrow(() -> ApiError.unsupportedPatch(WITHOUT_TYPE));
                StrategicMergePatch patch = StrategicMergePatch.parse(body);
                yield current -> typed(
                        patch.apply(current, type),
                        current,
                        () -> GoText.value(patch.patch()),
                        doubled(patch.duplicates()),
                        resource,
                        operation);
            }
            case APPLY_YAML -> applying.prepare(body, resource, info, options, operation);
            default ->
                throw ApiError.unsupportedPatch(resource.reading().type().isPresent() ? ACCEPTED : WITHOUT_TYPE);
        };
    }

    private static List<String> doubled(List<String> paths) {
        return paths.stream().map(path -> "duplicate field \"" + path + "\"").toList();
    }

    /// A patch that works on the text of an object may make anything of it. A strategic one works on the object itself, which
    /// stays of its kind whatever the patch says.
    private static void checkKind(Tree patched, Resource resource) {
        GroupVersionKind kind = resource.api().groupVersionKind();
        if (resource.reading().judgesKindLater()) {
            return;
        }
        TypeMeta.problem(patched).ifPresent(why -> {
            throw ApiError.invalidPatch(Json.text(patched), why);
        });
        if (isOther(patched.at("kind"), kind.kind()) || isOther(patched.at("apiVersion"), kind.apiVersion())) {
            String made = patched.at("kind").asText();
            String version = patched.at("apiVersion").asText();
            throw ApiError.invalidPatch(
                    Json.text(patched),
                    TypedReading.mismatch(
                            made.isEmpty() ? kind.kind() : made,
                            GroupVersion.parse(version.isEmpty() ? kind.apiVersion() : version),
                            kind));
        }
    }

    /// What a patch made of an object, read as a body would be.
    ///
    /// @param current the object that was patched
    /// @param shown what an error shows for the patch
    /// @param found what is unusual in the patch itself
    static ObjectTree typed(
            Tree patched,
            ObjectTree current,
            Supplier<String> shown,
            List<String> found,
            Resource resource,
            Operation operation) {
        List<String> unknown = new ArrayList<>();
        ObjectTree object;
        try {
            object = ManagedFields.keepingReset(patched, resource.reading().read(patched, current, unknown));
        } catch (ObjectReading.Unreadable e) {
            throw ApiError.invalidPatch(shown.get(), e.getMessage());
        }
        List<String> findings = new ArrayList<>(found);
        unknown.forEach(path -> findings.add("unknown field \"" + path + "\""));
        if (operation.strictness() == Operation.Strictness.STRICT && !findings.isEmpty()) {
            throw ApiError.invalidPatch(shown.get(), "strict decoding error: " + String.join(", ", findings));
        }
        if (operation.strictness() == Operation.Strictness.WARN) {
            operation.warnings().addAll(findings);
        }
        return resource.strategy().defaults(object);
    }

    private static boolean isOther(Tree name, String own) {
        return !name.asText().isEmpty() && !name.asText().equals(own);
    }
}
