package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.cel.CelAuthorizer;
import dev.pilothouse.api.cel.CelNull;
import dev.pilothouse.api.cel.Values;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authorization.Attributes;
import dev.pilothouse.apiserver.authorization.Authorizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the expressions of a policy see of a write. Each part is made when it is first asked for.
final class PolicyInputs implements Function<String, Optional<Object>> {
    private final Map<String, Supplier<Object>> makers = new HashMap<>();
    private final Map<String, Object> made = new HashMap<>();

    PolicyInputs(AdmissionRequest request, Optional<ObjectTree> namespace, Authorizer authorizer) {
        makers.put("object", () -> orNull(request.object()));
        makers.put("oldObject", () -> orNull(request.old().orElse(ObjectTree.EMPTY)));
        makers.put("request", () -> Values.of(request(request)));
        makers.put("namespaceObject", () -> orNull(namespace.orElse(ObjectTree.EMPTY)));
        CelAuthorizer asks = question -> ask(authorizer, request.identity(), question);
        makers.put("authorizer", () -> CelAuthorizer.value(asks));
        GroupVersionResource id = request.resource().id();
        makers.put("authorizer.requestResource", () -> CelAuthorizer.value(asks, new CelAuthorizer.Question(
                "", "", id.group(), id.resource(), request.subresource(), request.namespace(), request.name(), "")));
    }

    private PolicyInputs(PolicyInputs others, String name, Supplier<Object> maker) {
        makers.putAll(others.makers);
        made.putAll(others.made);
        made.remove(name);
        makers.put(name, maker);
    }

    /// With something else under the name.
    PolicyInputs with(String name, Supplier<Object> maker) {
        return new PolicyInputs(this, name, maker);
    }

    PolicyInputs withParameters(ObjectTree parameters) {
        return with("params", () -> orNull(parameters));
    }

    @Override
    public Optional<Object> apply(String name) {
        Object known = made.get(name);
        if (known == null && makers.containsKey(name)) {
            known = makers.get(name).get();
            made.put(name, known);
        }
        return Optional.ofNullable(known);
    }

    private static Object orNull(ObjectTree object) {
        return object.isEmpty() ? CelNull.NULL : Values.of(object);
    }

    private static CelAuthorizer.Answer ask(Authorizer authorizer, Identity identity, CelAuthorizer.Question question) {
        String[] account = question.serviceAccount().split(":", 2);
        Identity who = account.length < 2
                ? identity
                : Identity.of(
                        "system:serviceaccount:" + question.serviceAccount(),
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + account[0],
                        Identity.AUTHENTICATED);
        Authorizer.Opinion opinion = authorizer.decide(new Attributes(
                who,
                question.path().isEmpty(),
                question.verb(),
                question.group(),
                "*",
                question.resource(),
                question.subresource(),
                question.namespace(),
                question.name(),
                question.path()));
        return new CelAuthorizer.Answer(opinion.isAllowed(), opinion.reason());
    }

    /// The write as an AdmissionReview would tell it: what is empty is left out.
    private static ObjectTree request(AdmissionRequest request) {
        GroupVersionKind kind = request.resource()
                .subresource(request.subresource())
                .map(it -> it.kind())
                .orElse(request.resource().groupVersionKind());
        GroupVersionResource id = request.resource().id();
        ObjectTree kindTree = ObjectTree.EMPTY
                .with("group", kind.group())
                .with("version", kind.version())
                .with("kind", kind.kind());
        ObjectTree resource = ObjectTree.EMPTY
                .with("group", id.group())
                .with("version", id.version())
                .with("resource", id.resource());
        ObjectTree tree = ObjectTree.EMPTY
                .with("kind", kindTree)
                .with("resource", resource)
                .with("requestKind", kindTree)
                .with("requestResource", resource)
                .with("operation", request.operation().name())
                .with("userInfo", user(request.identity()))
                .with("dryRun", request.dryRun())
                .with("options", options(request));
        tree = filled(tree, "subResource", request.subresource());
        tree = filled(tree, "requestSubResource", request.subresource());
        tree = filled(tree, "name", request.name());
        return filled(tree, "namespace", request.namespace());
    }

    private static ObjectTree filled(ObjectTree tree, String name, String text) {
        return text.isEmpty() ? tree : tree.with(name, text);
    }

    private static ObjectTree options(AdmissionRequest request) {
        String kind = switch (request.operation()) {
            case CREATE -> "CreateOptions";
            case UPDATE -> "UpdateOptions";
            case DELETE -> "DeleteOptions";
            case CONNECT -> "";
        };
        ObjectTree options = ObjectTree.EMPTY.with("kind", kind).with("apiVersion", "meta.k8s.io/v1");
        return request.dryRun() ? options.with("dryRun", ListTree.ofTexts(java.util.List.of("All"))) : options;
    }

    private static ObjectTree user(Identity identity) {
        ObjectTree user = filled(filled(ObjectTree.EMPTY, "username", identity.user()), "uid", identity.uid());
        if (!identity.groups().isEmpty()) {
            user = user.with("groups", ListTree.ofTexts(identity.groups()));
        }
        ObjectTree.Builder extra = ObjectTree.builder();
        identity.extra().forEach((key, values) -> extra.put(key, ListTree.ofTexts(values)));
        return identity.extra().isEmpty() ? user : user.with("extra", extra.build());
    }
}
