package dev.pilothouse.app.masters;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.client.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Asks the API server who a caller of this process is and what it may see (upstream's delegated authentication and
/// authorization).
///
/// @param server asked with the rights of the component
/// @param clients whose certificates are believed without asking
record Reviews(Transport server, ClientCertificates clients) {
    private static final String BEARER = "bearer ";

    /// Lets the request pass, or refuses it with 401 or 403.
    void check(HttpRequest request) {
        Identity caller = identify(request);
        String verb = request.method().toLowerCase(Locale.ROOT);
        ObjectTree spec = ObjectTree.EMPTY
                .with("user", caller.user())
                .with("groups", ListTree.ofTexts(caller.groups()))
                .with("nonResourceAttributes", ObjectTree.EMPTY.with("path", request.path()).with("verb", verb));
        ObjectTree status = review("authorization.k8s.io/v1", "SubjectAccessReview", spec);
        if (!status.bool("allowed")) {
            throw ApiError.forbidden(
                    new GroupResource("", ""),
                    "",
                    "User \"" + caller.user() + "\" cannot " + verb + " path \"" + request.path() + "\"");
        }
    }

    private Identity identify(HttpRequest request) {
        if (request.peer() instanceof HttpRequest.Peer.Remote remote && !remote.certificates().isEmpty()) {
            Optional<Identity> known = clients.identify(remote.certificates());
            if (known.isPresent()) {
                return authenticated(known.get().user(), known.get().groups());
            }
        }
        Optional<String> token = request.headers()
                .first("authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
        if (token.isEmpty()) {
            return Identity.of(Identity.ANONYMOUS, Identity.UNAUTHENTICATED);
        }
        ObjectTree status = review(
                "authentication.k8s.io/v1", "TokenReview", ObjectTree.EMPTY.with("token", token.get()));
        if (!status.bool("authenticated")) {
            throw ApiError.unauthorized("Unauthorized");
        }
        ObjectTree user = status.object("user");
        return authenticated(user.text("username"), user.list("groups").texts());
    }

    private static Identity authenticated(String user, List<String> groups) {
        List<String> all = groups.contains(Identity.AUTHENTICATED)
                ? groups
                : Stream.concat(groups.stream(), Stream.of(Identity.AUTHENTICATED))
                        .toList();
        return new Identity(user, "", all, Map.of());
    }

    private ObjectTree review(String version, String kind, ObjectTree spec) {
        ObjectTree review =
                ObjectTree.EMPTY.with("apiVersion", version).with("kind", kind).with("spec", spec);
        String path = "/apis/" + version + "/" + kind.toLowerCase(Locale.ROOT) + "s";
        Transport.Answer answer = server.send(new Transport.Call("POST", path, "", review, "application/json"));
        if (answer.status() >= 400) {
            throw answer.refusal();
        }
        return answer.body().asObject().object("status");
    }
}
