package dev.pilothouse.apiserver.bootstrap;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.ServedApis;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The API server as its own client.
///
/// @param credential of an identity that may write everything
public record Self(Handler server, HttpRequest.Credential credential, ServedApis apis) {
    /// The user that it is.
    public static final String NAME = "system:apiserver";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /// @throws IllegalStateException if the server can't tell now
    boolean exists(ObjectTree object) {
        return !find(object).isEmpty();
    }

    /// Paths of what the server holds where these objects belong, as far as it can tell: making what is there already tells the rest.
    Set<String> known(List<FirstObject> objects) {
        Set<String> known = new HashSet<>();
        for (String collection : objects.stream().map(FirstObject::collection).distinct().toList()) {
            for (ObjectTree item : content(send("GET", collection, "", "", NullTree.ABSENT)).list("items").objects()) {
                known.add(collection + "/" + ObjectMeta.name(item));
            }
        }
        return known;
    }

    /// Whether the object has a place here: what isn't served holds nothing, nor is it announced.
    boolean isServed(FirstObject object) {
        return apis.serves(object.resource()) && object.announces().filter(version -> !apis.serves(version)).isEmpty();
    }

    /// The object as the server has it, or [ObjectTree#EMPTY].
    ///
    /// @throws IllegalStateException if the server can't tell now
    public ObjectTree find(ObjectTree like) {
        HttpResponse answer = send("GET", path(like), "", "", NullTree.ABSENT);
        return answer.status() == NOT_FOUND ? ObjectTree.EMPTY : told(answer, path(like));
    }

    /// Creates the object; one that came into being meanwhile is fine.
    public void create(ObjectTree object, String manager) {
        HttpResponse answer = send("POST", collection(object), manager, "application/json", object);
        if (answer.status() != CONFLICT) {
            check(answer, object);
        }
    }

    /// Replaces the object; false when somebody else has written it since it was read, or it is gone.
    public boolean replaces(ObjectTree object, String manager) {
        HttpResponse answer = send("PUT", path(object), manager, "application/json", object);
        if (answer.status() == CONFLICT || answer.status() == NOT_FOUND) {
            return false;
        }
        check(answer, object);
        return true;
    }

    /// The objects of a collection.
    ///
    /// @param query what follows the question mark, encoded
    /// @throws IllegalStateException if the server can't tell now
    public List<ObjectTree> list(String collection, String query) {
        return told(ask("GET", collection, query, "", NullTree.ABSENT), collection)
                .list("items")
                .objects();
    }

    /// Deletes an object; one that is gone already is fine.
    ///
    /// @throws IllegalStateException if the server can't now
    public void delete(String path) {
        HttpResponse answer = ask("DELETE", path, "", "", NullTree.ABSENT);
        if (answer.status() != NOT_FOUND) {
            told(answer, path);
        }
    }

    /// Makes the manager own the status, whoever had it before. An object that has gone needs none.
    public void applyStatus(ObjectTree object, String manager) {
        HttpResponse answer =
                send("PATCH", path(object) + "/status", manager + "&force=true", "application/apply-patch+yaml", object);
        if (answer.status() != NOT_FOUND) {
            check(answer, object);
        }
    }

    private HttpResponse send(String method, String path, String manager, String contentType, Tree body) {
        return ask(method, path, manager.isEmpty() ? "" : "fieldManager=" + manager, contentType, body);
    }

    private HttpResponse ask(String method, String path, String query, String contentType, Tree body) {
        boolean empty = body.isAbsent();
        return server.handle(new HttpRequest(
                method,
                path,
                query,
                new Headers(
                        empty
                                ? Map.of("accept", List.of("application/json"))
                                : Map.of("accept", List.of("application/json"), "content-type", List.of(contentType))),
                empty ? new HttpRequest.Body.None() : new HttpRequest.Body.Value(body),
                new HttpRequest.Peer.InProcess(credential)));
    }

    private static void check(HttpResponse answer, ObjectTree object) {
        if (answer.status() >= 400) {
            throw new IllegalStateException("the server refused its own " + object.text("kind") + " "
                    + ObjectMeta.key(object) + ": " + content(answer).text("message"));
        }
    }

    /// What isn't what was asked for says why not, and is never taken for it.
    private static ObjectTree told(HttpResponse answer, String path) {
        if (answer.status() >= 400) {
            throw new IllegalStateException("the server can't answer itself for " + path + " (" + answer.status() + "): "
                    + content(answer).text("message"));
        }
        return content(answer);
    }

    private static ObjectTree content(HttpResponse answer) {
        return answer instanceof HttpResponse.Whole whole
                        && whole.payload() instanceof HttpResponse.Payload.Value(ObjectTree tree, _)
                ? tree
                : ObjectTree.EMPTY;
    }

    private static String path(ObjectTree object) {
        return collection(object) + "/" + ObjectMeta.name(object);
    }

    private static String collection(ObjectTree object) {
        GroupVersion version = GroupVersion.parse(object.text("apiVersion"));
        ApiResource resource =
                ApiResources.builtIn().find(version.kind(object.text("kind"))).orElseThrow();
        String namespace = ObjectMeta.namespace(object);
        return version.path() + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/"
                + resource.id().resource();
    }
}
