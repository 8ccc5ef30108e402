package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.registry.DeleteOptions;
import dev.pilothouse.apiserver.registry.Deletion;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// Keeps an `APIService` for every version that a definition serves, as the aggregator of upstream's server does ("automanaged").
public final class ApiServices {
    private static final GroupVersionKind KIND = new GroupVersionKind("apiregistration.k8s.io", "v1", "APIService");
    private static final GroupVersionResource RESOURCE = KIND.groupVersion().resource("apiservices");
    private static final String AUTOMANAGED = "kube-aggregator.kubernetes.io/automanaged";

    /// Custom groups come after all of Kubernetes' own.
    private static final int GROUP_PRIORITY = 1000;

    private static final int VERSION_PRIORITY = 100;

    private final Resources resources;
    private final Registry registry;
    private final Deletion deletion;

    public ApiServices(Resources resources, Registry registry, Deletion deletion) {
        this.resources = resources;
        this.registry = registry;
        this.deletion = deletion;
    }

    /// @param definitions all that there are
    void keep(Collection<ObjectTree> definitions, Operation operation) {
        Set<GroupVersion> wanted = new LinkedHashSet<>();
        for (ObjectTree definition : definitions) {
            String group = definition.object("spec").text("group");
            new Definition(definition)
                    .served()
                    .forEach(version -> wanted.add(new GroupVersion(group, version.text("name"))));
        }
        Resource resource = resources.find(RESOURCE).orElseThrow();
        for (ObjectTree service : resources.list(RESOURCE, "")) {
            ObjectTree spec = service.object("spec");
            boolean needed = wanted.remove(new GroupVersion(spec.text("group"), spec.text("version")));
            if (!needed && ObjectMeta.label(service, AUTOMANAGED).equals("true")) {
                tolerating(Status.NOT_FOUND, () -> deletion.delete(
                        resource, "", ObjectMeta.name(service), DeleteOptions.PLAIN, operation));
            }
        }
        for (GroupVersion version : wanted) {
            tolerating(
                    Status.ALREADY_EXISTS,
                    () -> registry.create(
                            resource, "", resource.strategy().defaults(service(version)), operation));
        }
    }

    private static ObjectTree service(GroupVersion version) {
        ObjectTree metadata = ObjectTree.EMPTY
                .with("name", version.version() + "." + version.group())
                .with("labels", ObjectTree.EMPTY.with(AUTOMANAGED, "true"));
        return ObjectTree.builder()
                .put("apiVersion", KIND.apiVersion())
                .put("kind", KIND.kind())
                .put("metadata", metadata)
                .put(
                        "spec",
                        ObjectTree.builder()
                                .put("group", version.group())
                                .put("version", version.version())
                                .put("groupPriorityMinimum", GROUP_PRIORITY)
                                .put("versionPriority", VERSION_PRIORITY)
                                .build())
                .build();
    }

    /// What somebody else has done already is done.
    private static void tolerating(String reason, Runnable write) {
        try {
            write.run();
        } catch (ApiError e) {
            if (!e.is(reason)) {
                throw e;
            }
        }
    }
}
