package dev.pilothouse.apiserver;

import dev.pilothouse.api.core.v1.ComponentStatus;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.apiserver.read.Lists;
import dev.pilothouse.apiserver.read.Representation;
import dev.pilothouse.apiserver.read.Selection;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.Form;
import dev.pilothouse.apiserver.request.GetOptions;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.subresource.VirtualResources;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/// `componentstatuses`: how the components are that upstream knows by name, found out by asking each of them anew. Nothing of
/// it is stored, so that neither object nor list has a resource version.
final class ComponentStatuses implements VirtualResources.VirtualResource {
    /// Upstream's refusal calls the resource by its singular.
    private static final GroupResource SINGULAR = new GroupResource("", "componentstatus");

    private final Resources resources;
    private final TreeMap<String, Supplier<ComponentHealth>> components;
    private final InstantSource clock;

    /// @param components by name; asking may take a while
    ComponentStatuses(Resources resources, Map<String, Supplier<ComponentHealth>> components, InstantSource clock) {
        this.resources = resources;
        this.components = new TreeMap<>(components);
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        Form form = Negotiation.choose(permitted.request());
        Resource resource = resources.find(ComponentStatus.RESOURCE).orElseThrow();
        Representation representation = new Representation(
                form,
                resource.strategy(),
                Representation.include(form, permitted.request().query().text("includeObject")),
                clock.instant());
        return switch (permitted.request().info().verb()) {
            case "get" -> {
                // There is but one version of it.
                GetOptions.of(permitted.request().query());
                yield Answers.object(200, representation.object(one(permitted.request().info().name())), form);
            }
            case "list" -> Answers.object(200, representation.list(all(permitted, resource)), form);
            default -> throw ApiError.methodNotAllowed();
        };
    }

    private ObjectTree one(String name) {
        return Optional.ofNullable(components.get(name))
                .map(health -> health.get().status(name))
                .orElseThrow(() -> ApiError.notFound(SINGULAR, name));
    }

    private Lists.Result all(Permitted permitted, Resource resource) {
        ListOptions options = ListOptions.of(permitted.request().query(), false);
        Selection selection = Selection.of("", options.labels(), options.fields(), resource.strategy());
        List<Item> items = components.entrySet().stream()
                .map(component -> component.getValue().get().status(component.getKey()))
                .filter(selection::matches)
                .map(status -> new Item(ObjectMeta.name(status), status, Lists.Result.UNVERSIONED))
                .toList();
        return new Lists.Result(items, Lists.Result.UNVERSIONED, "", OptionalLong.empty());
    }
}
