package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authorization.Attributes;
import dev.pilothouse.apiserver.authorization.Authorization;
import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.kinds.rules.DomainPath;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/// A right to act as somebody else (KEP-5284). A constrained mode is for one sort of users and asks twice: whether this very
/// request may be made in the mode, verb `impersonate-on:MODE:VERB`, and whether it may be made as this user, verb
/// `impersonate:MODE`. The oldest mode, verb `impersonate`, is for every user and every request.
///
/// I2 A constrained mode gives nobody `system:masters`, and nothing whose name is empty.
final class ImpersonationMode {
    private static final String CONSTRAINED_GROUP = "authentication.k8s.io";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
    private static final String NODE = "system:node:";
    private static final String NODES = "system:nodes";
    private static final String ASSOCIATED = "associated-node";
    private static final String NODE_NAME = "authentication.kubernetes.io/node-name";

    /// So many names or more, and the right to all of them is asked for first.
    private static final int MANY = 4;

    private final Authorization authorization;
    private final String mode;
    private final BiPredicate<Identity, Identity> applies;

    /// @param mode empty for the oldest
    /// @param applies to whom is wanted, and who wants it
    private ImpersonationMode(Authorization authorization, String mode, BiPredicate<Identity, Identity> applies) {
        this.authorization = authorization;
        this.mode = mode;
        this.applies = applies;
    }

    /// In the order in which they are asked.
    static List<ImpersonationMode> all(Authorization authorization) {
        return List.of(
                new ImpersonationMode(
                        authorization, ASSOCIATED, (wanted, who) -> isBare(wanted) && isOnNode(who, wanted.user())),
                new ImpersonationMode(
                        authorization, "arbitrary-node", (wanted, _) -> isBare(wanted) && node(wanted.user()).isPresent()),
                new ImpersonationMode(
                        authorization,
                        "serviceaccount",
                        (wanted, _) -> isBare(wanted) && !account(wanted.user()).isEmpty()),
                new ImpersonationMode(
                        authorization,
                        "user-info",
                        (wanted, _) -> node(wanted.user()).isEmpty() && account(wanted.user()).isEmpty()),
                new ImpersonationMode(authorization, "", (_, _) -> true));
    }

    private boolean isConstrained() {
        return !mode.isEmpty();
    }

    /// Who the user is then; empty if the mode isn't for such users.
    ///
    /// @throws ApiError if it is, and the user may not
    Optional<Identity> check(Identity wanted, Attributes request) {
        Identity who = request.identity();
        if (!applies.test(wanted, who)) {
            return Optional.empty();
        }
        if (mode.equals(ASSOCIATED)) {
            who = withKeysOnly(who);
        }
        if (isConstrained()) {
            demand(new Attributes(
                    who,
                    request.isResource(),
                    "impersonate-on:" + mode + ":" + request.verb(),
                    request.group(),
                    request.version(),
                    request.resource(),
                    request.subresource(),
                    request.namespace(),
                    request.name(),
                    request.path()));
        }
        List<String> groups = user(who, wanted);
        if (!wanted.uid().isEmpty()) {
            demand(part(who, CONSTRAINED_GROUP, "uids", "", wanted.uid()));
        }
        groups(who, wanted.groups());
        extra(who, new TreeMap<>(wanted.extra()));
        return Optional.of(new Identity(wanted.user(), wanted.uid(), groups, wanted.extra()));
    }

    /// @return the groups that go with the name
    private List<String> user(Identity who, Identity wanted) {
        Optional<String> node = node(wanted.user());
        if (isConstrained() && node.isPresent()) {
            // The right is one to the node of whoever asks, so that no name of a node stands in it.
            demand(part(who, CONSTRAINED_GROUP, "nodes", "", mode.equals(ASSOCIATED) ? "*" : node.get()));
            return List.of(NODES);
        }
        List<String> account = account(wanted.user());
        if (account.isEmpty()) {
            demand(part(who, ownGroup(), "users", "", wanted.user()));
            return wanted.groups();
        }
        demand(part(who, ownGroup(), "serviceaccounts", account.get(0), account.get(1)));
        return wanted.groups().isEmpty()
                ? List.of("system:serviceaccounts", "system:serviceaccounts:" + account.get(0))
                : wanted.groups();
    }

    private void groups(Identity who, List<String> wanted) {
        if (isConstrained() && wanted.contains("")) {
            throw refused(part(who, ownGroup(), "groups", "", ""), "impersonating the empty string group is not allowed");
        }
        if (isConstrained() && wanted.contains(Identity.SYSTEM_MASTERS)) {
            throw refused(
                    part(who, ownGroup(), "groups", "", Identity.SYSTEM_MASTERS),
                    "impersonating the system:masters group is not allowed");
        }
        if (isConstrained() && wanted.size() >= MANY && isAllowed(part(who, ownGroup(), "groups", "", "*"))) {
            return;
        }
        wanted.forEach(group -> demand(part(who, ownGroup(), "groups", "", group)));
    }

    private void extra(Identity who, Map<String, List<String>> wanted) {
        if (isConstrained()) {
            wanted.forEach((key, values) -> invalid(key, values).ifPresent(why -> {
                throw refused(part(who, CONSTRAINED_GROUP, "userextras", "", ""), why);
            }));
            int count = wanted.values().stream().mapToInt(List::size).sum();
            if (count >= MANY && isAllowed(extra(who, "*", "*"))) {
                return;
            }
        }
        wanted.forEach((key, values) -> values.forEach(value -> demand(extra(who, key, value))));
    }

    private static Optional<String> invalid(String key, List<String> values) {
        if (key.isEmpty()) {
            return Optional.of("impersonating the empty string key in extra is not allowed");
        }
        Problems problems = new Problems();
        DomainPath.CHECK.check(Place.at(FieldPath.of("extra").child("key"), Tree.of(key), problems));
        if (!problems.isEmpty()) {
            List<String> found = problems.list().stream().map(Object::toString).toList();
            return Optional.of("impersonating an invalid key in extra is not allowed: "
                    + (found.size() == 1 ? found.getFirst() : found.toString()));
        }
        return values.contains("")
                ? Optional.of("impersonating the empty string value in extra is not allowed")
                : Optional.empty();
    }

    private String ownGroup() {
        return isConstrained() ? CONSTRAINED_GROUP : "";
    }

    private String verb() {
        return isConstrained() ? "impersonate:" + mode : "impersonate";
    }

    private Attributes part(Identity who, String group, String resource, String namespace, String name) {
        return Attributes.resource(who, verb(), group, resource, namespace, name);
    }

    private Attributes extra(Identity who, String key, String value) {
        return new Attributes(who, true, verb(), CONSTRAINED_GROUP, "*", "userextras", key, "", value, "");
    }

    private boolean isAllowed(Attributes attributes) {
        return authorization.decide(attributes).isAllowed();
    }

    private void demand(Attributes attributes) {
        Authorizer.Opinion opinion = authorization.decide(attributes);
        if (!opinion.isAllowed()) {
            throw refused(attributes, opinion.reason());
        }
    }

    private static ApiError refused(Attributes attributes, String reason) {
        return Authorization.forbidden(attributes, reason);
    }

    /// Whether nothing but a name is wanted: the server knows what else such a user has.
    private static boolean isBare(Identity wanted) {
        return wanted.uid().isEmpty() && wanted.groups().isEmpty() && wanted.extra().isEmpty();
    }

    private static boolean isOnNode(Identity who, String user) {
        Optional<String> node = node(user);
        return node.isPresent()
                && !account(who.user()).isEmpty()
                && who.extra().getOrDefault(NODE_NAME, List.of()).equals(List.of(node.get()));
    }

    /// What else is known of whoever asks differs from pod to pod; that it is known doesn't.
    private static Identity withKeysOnly(Identity who) {
        List<String> keys = new ArrayList<>(new TreeMap<>(who.extra()).keySet());
        return new Identity(
                who.user(), who.uid(), who.groups(), Map.of("authentication.kubernetes.io/associated-node-keys", keys));
    }

    private static Optional<String> node(String user) {
        return Optional.of(user)
                .filter(it -> it.startsWith(NODE))
                .map(it -> it.substring(NODE.length()))
                .filter(it -> NameRules.dns1123Subdomain(it).isEmpty());
    }

    /// The namespace and the name of a service account; empty if the user isn't one.
    private static List<String> account(String user) {
        if (!user.startsWith(SERVICE_ACCOUNT)) {
            return List.of();
        }
        List<String> parts = List.of(user.substring(SERVICE_ACCOUNT.length()).split(":", -1));
        boolean sound = parts.size() == 2
                && NameRules.dns1123Label(parts.get(0)).isEmpty()
                && NameRules.dns1123Subdomain(parts.get(1)).isEmpty();
        return sound ? parts : List.of();
    }
}
