package dev.pilothouse.client;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The verbs of the API on trees. A refusal is thrown as the [ApiError] that the server answered with.
public record Client(Transport transport) {
    private static final String JSON = "application/json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC_MERGE = "application/strategic-merge-patch+json";

    /// How to delete.
    public record Deletion(Optional<Long> graceSeconds, String propagation, String uid, String resourceVersion) {
        public static final Deletion PLAIN = new Deletion(Optional.empty(), "", "", "");

        /// Deletes exactly this object and none that has taken its name.
        public static Deletion of(String uid) {
            return new Deletion(Optional.empty(), "", uid, "");
        }

        ObjectTree tree() {
            ObjectTree.Builder options =
                    ObjectTree.builder().put("kind", "DeleteOptions").put("apiVersion", "v1");
            graceSeconds.ifPresent(seconds -> options.put("gracePeriodSeconds", seconds));
            if (!propagation.isEmpty()) {
                options.put("propagationPolicy", propagation);
            }
            ObjectTree preconditions = ObjectTree.EMPTY;
            if (!uid.isEmpty()) {
                preconditions = preconditions.with("uid", uid);
            }
            if (!resourceVersion.isEmpty()) {
                preconditions = preconditions.with("resourceVersion", resourceVersion);
            }
            return options.put("preconditions", preconditions.isEmpty() ? NullTree.ABSENT : preconditions)
                    .build();
        }
    }

    public static String path(GroupVersionResource resource, String namespace, String name) {
        StringBuilder path = new StringBuilder(resource.groupVersion().path());
        if (!namespace.isEmpty()) {
            path.append("/namespaces/").append(namespace);
        }
        path.append('/').append(resource.resource());
        return name.isEmpty() ? path.toString() : path.append('/').append(name).toString();
    }

    public ObjectTree get(GroupVersionResource resource, Key key) {
        return send("GET", path(resource, key.namespace(), key.name()), "", NullTree.ABSENT, JSON);
    }

    /// The object, or empty if there is none.
    public Optional<ObjectTree> find(GroupVersionResource resource, Key key) {
        try {
            return Optional.of(get(resource, key));
        } catch (ApiError e) {
            if (e.is(Status.NOT_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public List<ObjectTree> list(GroupVersionResource resource, String namespace, String labelSelector) {
        String query = labelSelector.isEmpty()
                ? ""
                : "labelSelector=" + URLEncoder.encode(labelSelector, StandardCharsets.UTF_8);
        return send("GET", path(resource, namespace, ""), query, NullTree.ABSENT, JSON)
                .list("items")
                .objects();
    }

    public ObjectTree create(GroupVersionResource resource, String namespace, ObjectTree object) {
        return send("POST", path(resource, namespace, ""), "", object, JSON);
    }

    /// Replaces the object; its resource version, if it has one, must be the current one.
    public ObjectTree update(GroupVersionResource resource, ObjectTree object) {
        Key key = Key.of(object);
        return send("PUT", path(resource, key.namespace(), key.name()), "", object, JSON);
    }

    /// Replaces what a subresource of the object holds.
    public ObjectTree update(GroupVersionResource resource, String subresource, ObjectTree object) {
        Key key = Key.of(object);
        return send("PUT", path(resource, key.namespace(), key.name()) + "/" + subresource, "", object, JSON);
    }

    public ObjectTree updateStatus(GroupVersionResource resource, ObjectTree object) {
        return update(resource, "status", object);
    }

    /// Changes parts of the object, by a merge patch.
    ///
    /// @param subresource empty for the object itself
    public ObjectTree merge(GroupVersionResource resource, Key key, String subresource, ObjectTree patch) {
        return patch(resource, key, subresource, patch, MERGE);
    }

    /// Changes parts of the object, by a strategic merge patch: of a list with keys only the named elements change.
    ///
    /// @param subresource empty for the object itself
    public ObjectTree strategicMerge(GroupVersionResource resource, Key key, String subresource, ObjectTree patch) {
        return patch(resource, key, subresource, patch, STRATEGIC_MERGE);
    }

    private ObjectTree patch(GroupVersionResource resource, Key key, String subresource, ObjectTree patch, String type) {
        String path = path(resource, key.namespace(), key.name());
        return send("PATCH", subresource.isEmpty() ? path : path + "/" + subresource, "", patch, type);
    }

    /// Carries out an action that is a subresource: binding, eviction, token.
    public ObjectTree act(GroupVersionResource resource, Key key, String subresource, ObjectTree body) {
        return send(
                "POST", path(resource, key.namespace(), key.name()) + "/" + subresource, "", body, JSON);
    }

    public ObjectTree delete(GroupVersionResource resource, Key key, Deletion how) {
        return send("DELETE", path(resource, key.namespace(), key.name()), "", how.tree(), JSON);
    }

    public ObjectTree deleteCollection(GroupVersionResource resource, String namespace) {
        return send("DELETE", path(resource, namespace, ""), "", NullTree.ABSENT, JSON);
    }

    /// Any other path.
    public ObjectTree raw(String path) {
        return send("GET", path, "", NullTree.ABSENT, JSON);
    }

    private ObjectTree send(String method, String path, String query, Tree body, String contentType) {
        Transport.Answer answer = transport.send(new Transport.Call(method, path, query, body, contentType));
        if (answer.status() >= 400) {
            throw answer.refusal();
        }
        return answer.body().asObject();
    }
}
