package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.Secret;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens of service accounts, bound to the account and perhaps to a pod, a secret or a node (KEP-1205).
///
/// S1 A token dies with what it is bound to: another object of the same name has another uid.
/// S2 A token is only good for the audiences that it names.
public final class ServiceAccountTokens implements TokenAuthenticator {
    private static final String USER = "system:serviceaccount:";
    private static final String GROUP = "system:serviceaccounts";
    private static final String EXTRA = "authentication.kubernetes.io/";
    private static final String INVALIDATED = "service account token has been invalidated";

    /// How far the clocks of servers may be apart.
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final TokenFigures figures;
    private final TokenKey key;
    private final List<String> issuers;
    private final Lookup lookup;
    private final InstantSource clock;

    /// @param issuers who may have issued them
    ServiceAccountTokens(TokenKey key, List<String> issuers, Lookup lookup, InstantSource clock, TokenFigures figures) {
        this.figures = figures;
        this.key = key;
        this.issuers = List.copyOf(issuers);
        this.lookup = lookup;
        this.clock = clock;
    }

    @Override
    public Verdict identify(String token, List<String> audiences) {
        Optional<ObjectTree> said = TokenKey.unverifiedClaims(token);
        if (said.isEmpty() || !issuers.contains(said.get().text("iss"))) {
            return new Verdict.Refused("invalid bearer token");
        }
        Optional<ObjectTree> proved = key.claims(token);
        return proved.isEmpty()
                ? refused("go-jose/go-jose: error in cryptographic primitive")
                : judge(proved.get(), audiences);
    }

    private static Verdict refused(String why) {
        return new Verdict.Refused("[invalid bearer token, " + why + "]");
    }

    private Verdict judge(ObjectTree claims, List<String> wanted) {
        List<String> meantFor = claims.list("aud").texts();
        List<String> audiences = meantFor.stream().filter(wanted::contains).toList();
        if (audiences.isEmpty()) {
            return refused("token audiences " + quoted(meantFor) + " is invalid for the target audiences "
                    + quoted(wanted));
        }
        Instant now = clock.instant();
        if (now.minus(LEEWAY).getEpochSecond() > claims.number("exp")) {
            return refused("service account token has expired");
        }
        if (now.plus(LEEWAY).getEpochSecond() < claims.number("nbf")) {
            return refused("service account token is not valid yet");
        }
        Optional<String> broken = brokenBinding(claims.object("kubernetes.io"), now);
        if (broken.isPresent()) {
            return refused(broken.get());
        }
        ObjectTree bound = claims.object("kubernetes.io");
        boolean stale = bound.has("warnafter") && now.getEpochSecond() > bound.number("warnafter");
        (stale ? figures.stale : figures.valid).increment();
        return new Verdict.Known(identity(claims), audiences);
    }

    private Optional<String> brokenBinding(ObjectTree bound, Instant now) {
        String namespace = bound.text("namespace");
        ObjectTree account = bound.object("serviceaccount");
        Optional<ObjectTree> found = lookup.find(ServiceAccount.RESOURCE, namespace, account.text("name"));
        if (found.isEmpty()) {
            return Optional.of("serviceaccounts \"" + account.text("name") + "\" not found");
        }
        if (isEnded(found.get(), now)) {
            return Optional.of(INVALIDATED);
        }
        String uid = ObjectMeta.uid(found.get());
        if (!uid.equals(account.text("uid"))) {
            return Optional.of(
                    "service account UID (" + uid + ") does not match claim (" + account.text("uid") + ")");
        }
        return broken(bound, "secret", Secret.RESOURCE, namespace, now)
                .or(() -> broken(bound, "pod", Pod.RESOURCE, namespace, now))
                // The node of a pod's token only says where the pod runs: the token doesn't die with it.
                .or(() -> bound.has("pod") ? Optional.empty() : broken(bound, "node", Node.RESOURCE, "", now));
    }

    private Optional<String> broken(
            ObjectTree bound, String what, GroupVersionResource resource, String namespace, Instant now) {
        if (!bound.has(what)) {
            return Optional.empty();
        }
        ObjectTree claim = bound.object(what);
        Optional<ObjectTree> found = lookup.find(resource, namespace, claim.text("name"));
        if (found.isEmpty() || isEnded(found.get(), now)) {
            return Optional.of(INVALIDATED);
        }
        String uid = ObjectMeta.uid(found.get());
        return uid.equals(claim.text("uid"))
                ? Optional.empty()
                : Optional.of(what + " UID (" + uid + ") does not match service account " + what + " ref claim ("
                        + claim.text("uid") + ")");
    }

    /// A deleted object counts for a little longer, so that a pod can still use its token while it ends.
    private static boolean isEnded(ObjectTree object, Instant now) {
        return ObjectMeta.deletionTimestamp(object)
                .flatMap(Timestamps::parse)
                .filter(end -> end.isBefore(now.minus(LEEWAY)))
                .isPresent();
    }

    private static Identity identity(ObjectTree claims) {
        ObjectTree bound = claims.object("kubernetes.io");
        String namespace = bound.text("namespace");
        ObjectTree account = bound.object("serviceaccount");
        Map<String, List<String>> extra = new LinkedHashMap<>();
        if (!claims.text("jti").isEmpty()) {
            extra.put(EXTRA + "credential-id", List.of("JTI=" + claims.text("jti")));
        }
        for (String what : List.of("pod", "node")) {
            ObjectTree claim = bound.object(what);
            if (!claim.text("name").isEmpty()) {
                extra.put(EXTRA + what + "-name", List.of(claim.text("name")));
            }
            if (!claim.text("uid").isEmpty()) {
                extra.put(EXTRA + what + "-uid", List.of(claim.text("uid")));
            }
        }
        return new Identity(
                USER + namespace + ":" + account.text("name"),
                account.text("uid"),
                List.of(GROUP, GROUP + ":" + namespace),
                extra);
    }

    private static String quoted(List<String> texts) {
        return "[\"" + String.join("\" \"", texts) + "\"]";
    }
}
