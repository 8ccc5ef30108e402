package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.core.v1.Secret;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Tokens of service accounts that never end and live in a secret of type `kubernetes.io/service-account-token`.
///
/// S1 A token is good for as long as its secret holds this very token and its account is the one that it was made for.
///
/// @param next knows all other tokens
/// @param figures counts those that are used
/// @param audiences whom the tokens are meant for, as they say nothing of it
record LegacyTokens(
        TokenKey key, Lookup lookup, List<String> audiences, TokenFigures figures, TokenAuthenticator next)
        implements TokenAuthenticator {
    private static final String ISSUER = "kubernetes/serviceaccount";
    private static final String CLAIM = "kubernetes.io/serviceaccount/";

    @Override
    public Verdict identify(String token, List<String> wanted) {
        boolean ours = TokenKey.unverifiedClaims(token)
                .filter(said -> said.text("iss").equals(ISSUER))
                .isPresent();
        if (!ours) {
            return next.identify(token, wanted);
        }
        List<String> meantFor = audiences.stream().filter(wanted::contains).toList();
        Optional<ObjectTree> proved = key.claims(token);
        if (meantFor.isEmpty() || proved.isEmpty()) {
            return new Verdict.Refused("invalid bearer token");
        }
        String namespace = proved.get().text(CLAIM + "namespace");
        String name = proved.get().text(CLAIM + "service-account.name");
        String uid = proved.get().text(CLAIM + "service-account.uid");
        String secret = proved.get().text(CLAIM + "secret.name");
        if (!isHeld(token, namespace, secret)) {
            return invalidated();
        }
        Optional<ObjectTree> living = lookup.find(ServiceAccount.RESOURCE, namespace, name)
                .filter(account -> !ObjectMeta.isBeingDeleted(account))
                .filter(account -> ObjectMeta.uid(account).equals(uid));
        if (living.isEmpty()) {
            return invalidated();
        }
        note(living.get(), secret);
        Identity account = Identity.of(
                "system:serviceaccount:" + namespace + ":" + name,
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace);
        return new Verdict.Known(
                new Identity(account.user(), uid, account.groups(), account.extra()), meantFor);
    }

    private void note(ObjectTree account, String secret) {
        boolean named = account.list("secrets").objects().stream().anyMatch(each -> each.text("name").equals(secret));
        figures.legacy.increment();
        (named ? figures.legacyAuto : figures.legacyManual).increment();
    }

    private boolean isHeld(String token, String namespace, String secret) {
        String encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.US_ASCII));
        return lookup.find(Secret.RESOURCE, namespace, secret)
                .filter(each -> !ObjectMeta.isBeingDeleted(each))
                .filter(each -> each.object("data").text("token").equals(encoded))
                .isPresent();
    }

    private static Verdict invalidated() {
        return new Verdict.Refused("[invalid bearer token, service account token has been invalidated]");
    }
}
