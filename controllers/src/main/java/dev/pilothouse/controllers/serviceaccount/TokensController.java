package dev.pilothouse.controllers.serviceaccount;

import dev.pilothouse.api.core.v1.Secret;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Fills secrets of type `kubernetes.io/service-account-token` with tokens that never end, and deletes them with their
/// accounts.
public final class TokensController implements Controller {
    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String ACCOUNT = "kubernetes.io/service-account.name";
    private static final String UID = "kubernetes.io/service-account.uid";

    private final String authority;
    private final Function<ObjectTree, String> signer;

    /// @param authority the cluster's certificate authority in PEM
    /// @param signer makes a token that says what it is given
    public TokensController(String authority, Function<ObjectTree, String> signer) {
        this.authority = authority;
        this.signer = signer;
    }

    @Override
    public String name() {
        return "serviceaccount-token-controller";
    }

    /// The controller manager's own: what may read and write all secrets is not lent to an account.
    @Override
    public String account() {
        return "";
    }

    @Override
    public Watches watches() {
        return Watches.of(Secret.RESOURCE, (secret, _) -> isToken(secret) ? List.of(Key.of(secret)) : List.of())
                .and(ServiceAccount.RESOURCE, TokensController::secretsOf);
    }

    private static boolean isToken(ObjectTree secret) {
        return secret.text("type").equals(TYPE)
                && !ObjectMeta.annotation(secret, ACCOUNT).isEmpty();
    }

    private static List<Key> secretsOf(ObjectTree account, World world) {
        List<Key> keys = new ArrayList<>();
        for (ObjectTree secret : world.in(Secret.RESOURCE, ObjectMeta.namespace(account))) {
            if (isToken(secret) && ObjectMeta.annotation(secret, ACCOUNT).equals(ObjectMeta.name(account))) {
                keys.add(Key.of(secret));
            }
        }
        return keys;
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(Secret.RESOURCE, key).filter(TokensController::isToken);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree secret = found.get();
        Optional<ObjectTree> account = account(secret, world);
        if (account.isEmpty()) {
            world.delete(
                    Secret.RESOURCE,
                    key,
                    new Client.Deletion(
                            Optional.empty(), "", ObjectMeta.uid(secret), ObjectMeta.resourceVersion(secret)));
            return Next.whenChanged();
        }
        ObjectTree whole = filled(secret, account.get());
        if (!whole.equals(secret)) {
            world.update(Secret.RESOURCE, whole);
        }
        return Next.whenChanged();
    }

    /// The account that the secret names, by its uid where that is named too. The server has the last word on an absence.
    private static Optional<ObjectTree> account(ObjectTree secret, World world) {
        Key key = new Key(ObjectMeta.namespace(secret), ObjectMeta.annotation(secret, ACCOUNT));
        String uid = ObjectMeta.annotation(secret, UID);
        return world.get(ServiceAccount.RESOURCE, key)
                .filter(each -> uid.isEmpty() || uid.equals(ObjectMeta.uid(each)))
                .or(() -> world.client()
                        .find(ServiceAccount.RESOURCE, key)
                        .filter(each -> uid.isEmpty() || uid.equals(ObjectMeta.uid(each))));
    }

    private ObjectTree filled(ObjectTree secret, ObjectTree account) {
        ObjectTree data = secret.object("data");
        boolean whole = data.text("ca.crt").equals(base64(authority))
                && !data.text("namespace").isEmpty()
                && !data.text("token").isEmpty();
        if (whole) {
            return secret;
        }
        if (data.text("namespace").isEmpty()) {
            data = data.with("namespace", base64(ObjectMeta.namespace(secret)));
        }
        if (data.text("token").isEmpty()) {
            data = data.with("token", base64(signer.apply(claims(secret, account))));
        }
        ObjectTree named = ObjectMeta.withAnnotation(secret, ACCOUNT, ObjectMeta.name(account));
        return ObjectMeta.withAnnotation(named, UID, ObjectMeta.uid(account))
                .with("data", data.with("ca.crt", base64(authority)));
    }

    private static ObjectTree claims(ObjectTree secret, ObjectTree account) {
        String namespace = ObjectMeta.namespace(account);
        String prefix = "kubernetes.io/serviceaccount/";
        return ObjectTree.builder()
                .put("iss", "kubernetes/serviceaccount")
                .put(prefix + "namespace", namespace)
                .put(prefix + "secret.name", ObjectMeta.name(secret))
                .put(prefix + "service-account.name", ObjectMeta.name(account))
                .put(prefix + "service-account.uid", ObjectMeta.uid(account))
                .put("sub", "system:serviceaccount:" + namespace + ":" + ObjectMeta.name(account))
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
