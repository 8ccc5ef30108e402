package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.kinds.Traits;
import java.util.List;

/// Which object a write means, by the name, namespace, uid and resource version that it carries, held against the URL and
/// the object that is there.
public final class Preconditions {
    static final String MODIFIED =
            "the object has been modified; please apply your changes to the latest version and try again";

    private Preconditions() {}

    /// The object in the namespace of the request, which it may name but not contradict.
    static ObjectTree located(Resource resource, String namespace, ObjectTree sent) {
        String inBody = ObjectMeta.namespace(sent);
        if (!resource.api().namespaced()) {
            return inBody.isEmpty() ? sent : ObjectMeta.without(sent, "namespace");
        }
        if (!inBody.isEmpty() && !inBody.equals(namespace)) {
            throw ApiError.badRequest("the namespace of the provided object does not match the namespace sent on the"
                    + " request");
        }
        return ObjectMeta.withNamespace(sent, namespace);
    }

    /// What the client sends must carry the name of the URL.
    public static void checkName(String name, ObjectTree sent) {
        String inBody = ObjectMeta.name(sent);
        if (!inBody.equals(name)) {
            throw ApiError.badRequest(
                    inBody.isEmpty()
                            ? "the name of the object (" + name
                                    + " based on URL) was undeterminable: name must be provided"
                            : "the name of the object (" + inBody + ") does not match the name on the URL (" + name
                                    + ")");
        }
    }

    /// Refuses to make an object where the client means one that it knows.
    static void checkNew(Resource resource, String name, ObjectTree sent, Registry.Way way) {
        checkName(name, sent);
        String uid = ObjectMeta.uid(sent);
        if (!uid.isEmpty()) {
            if (way != Registry.Way.APPLY) {
                throw otherUid(resource, resource.key(ObjectMeta.namespace(sent), name), name, uid, "", false);
            }
            throw ApiError.conflict(
                    resource.name(),
                    name,
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
        String version = ObjectMeta.resourceVersion(sent);
        if (way == Registry.Way.REPLACE && !version.isEmpty() && !version.equals("0")) {
            throw ApiError.notFound(resource.name(), name);
        }
    }

    /// Refuses to write over an object that is another one, or another version, than the client means.
    static void checkExisting(
            Resource resource, String name, ObjectTree sent, ObjectTree old, Registry.Way way, Operation operation) {
        checkName(name, sent);
        String uid = ObjectMeta.uid(sent);
        // In a patch a uid is a change like any other, which validation refuses.
        if (way == Registry.Way.REPLACE && !uid.isEmpty() && !uid.equals(ObjectMeta.uid(old))) {
            String key = resource.key(ObjectMeta.namespace(old), name);
            throw otherUid(resource, key, name, uid, ObjectMeta.uid(old), operation.dryRun());
        }
        String version = ObjectMeta.resourceVersion(sent);
        if (!version.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw ApiError.unclassified("strconv.ParseUint: parsing \"" + version + "\": invalid syntax");
        }
        if (version.isEmpty() || version.equals("0")) {
            if (resource.strategy().traits().flags().contains(Traits.Flag.CONDITIONAL_UPDATE)) {
                // Upstream names the resource here, not the kind.
                throw ApiError.invalid(
                        new GroupKind(resource.name().group(), resource.name().resource()),
                        name,
                        List.of(FieldError.invalid(
                                FieldPath.of("metadata").child("resourceVersion"),
                                Tree.of(0),
                                "must be specified for an update")));
            }
        } else if (!version.equals(ObjectMeta.resourceVersion(old))) {
            throw ApiError.conflict(resource.name(), name, MODIFIED);
        }
    }

    /// The client means another object of the same name. Upstream shows the key that its store saw, in a dry run without
    /// the store's own prefix.
    public static ApiError otherUid(
            Resource resource, String key, String name, String wanted, String found, boolean dryRun) {
        String shown = dryRun ? key.substring(Caches.ROOT.length() - 1) : key;
        return ApiError.conflict(
                resource.name(),
                name,
                "StorageError: invalid object, Code: 4, Key: " + shown
                        + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: " + wanted
                        + ", UID in object meta: " + found);
    }
}
