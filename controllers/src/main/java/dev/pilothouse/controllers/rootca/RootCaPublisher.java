package dev.pilothouse.controllers.rootca;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.List;
import java.util.Optional;

/// Keeps the config map `kube-root-ca.crt` in every namespace as it has to be.
public final class RootCaPublisher implements Controller {
    private static final String NAME = "kube-root-ca.crt";
    private static final String DESCRIPTION_KEY = "kubernetes.io/description";
    private static final String DESCRIPTION =
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the"
                    + " internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions"
                    + " of Kubernetes clusters.";

    private final String authority;

    /// @param authority the certificate in PEM
    public RootCaPublisher(String authority) {
        this.authority = authority;
    }

    @Override
    public String name() {
        return "root-ca-certificate-publisher-controller";
    }

    @Override
    public String account() {
        return "root-ca-cert-publisher";
    }

    @Override
    public Watches watches() {
        return Watches.of(Namespace.RESOURCE)
                .and(
                        ConfigMap.RESOURCE,
                        (map, _) -> Key.of(map).name().equals(NAME)
                                ? List.of(new Key("", Key.of(map).namespace()))
                                : List.of());
    }

    @Override
    public Next reconcile(Key key, World world) {
        String namespace = key.name();
        boolean active = world.get(Namespace.RESOURCE, key)
                .filter(each -> each.object("status").text("phase").equals("Active"))
                .isPresent();
        if (!active) {
            return Next.whenChanged();
        }
        ObjectTree data = ObjectTree.of("ca.crt", Tree.of(authority));
        Optional<ObjectTree> found = world.get(ConfigMap.RESOURCE, new Key(namespace, NAME));
        if (found.isPresent()) {
            ObjectTree wanted = found.get()
                    .with("data", data)
                    .withAt(Tree.of(DESCRIPTION), "metadata", "annotations", DESCRIPTION_KEY);
            if (!wanted.equals(found.get())) {
                world.update(ConfigMap.RESOURCE, wanted);
            }
            return Next.whenChanged();
        }
        ObjectTree metadata = ObjectTree.EMPTY
                .with("name", NAME)
                .with("namespace", namespace)
                .with("annotations", ObjectTree.of(DESCRIPTION_KEY, Tree.of(DESCRIPTION)));
        try {
            world.create(
                    ConfigMap.RESOURCE, namespace, ObjectTree.of("metadata", metadata).with("data", data));
        } catch (ApiError e) {
            if (!e.is(Status.ALREADY_EXISTS)) {
                throw e;
            }
        }
        return Next.whenChanged();
    }
}
