package dev.pilothouse.controllers.serviceaccount;

import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.List;

/// Keeps a service account `default` in every namespace.
public final class ServiceAccountController implements Controller {
    private static final String DEFAULT = "default";

    @Override
    public String name() {
        return "serviceaccount-controller";
    }

    @Override
    public String account() {
        return "service-account-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Namespace.RESOURCE)
                .and(
                        ServiceAccount.RESOURCE,
                        (account, _) -> List.of(new Key("", Key.of(account).namespace())));
    }

    @Override
    public Next reconcile(Key key, World world) {
        String namespace = key.name();
        boolean active = world.get(Namespace.RESOURCE, key)
                .filter(each -> each.object("status").text("phase").equals("Active"))
                .isPresent();
        if (!active || world.get(ServiceAccount.RESOURCE, new Key(namespace, DEFAULT)).isPresent()) {
            return Next.whenChanged();
        }
        try {
            world.create(
                    ServiceAccount.RESOURCE,
                    namespace,
                    ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", DEFAULT).with("namespace", namespace)));
        } catch (ApiError e) {
            if (!e.is(Status.ALREADY_EXISTS)) {
                throw e;
            }
        }
        return Next.whenChanged();
    }
}
