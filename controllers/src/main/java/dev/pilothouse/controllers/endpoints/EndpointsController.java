package dev.pilothouse.controllers.endpoints;

import dev.pilothouse.api.core.v1.Endpoints;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.pods.Pods;
import dev.pilothouse.controllers.services.Backends;
import dev.pilothouse.controllers.services.PortOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes where a Service's pods are into its Endpoints, the older of the two forms.
public final class EndpointsController implements Controller {
    private static final String MANAGED = "endpoints.kubernetes.io/managed-by";
    private static final String MANAGER = "endpoint-controller";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    /// Beyond this many addresses the object says that it isn't whole.
    private static final int CAPACITY = 1_000;

    @Override
    public String name() {
        return "endpoints-controller";
    }

    @Override
    public String account() {
        return "endpoint-controller";
    }

    @Override
    public String component() {
        return account();
    }

    @Override
    public Watches watches() {
        return Watches.of(Service.RESOURCE)
                .and(Pod.RESOURCE, Backends::servicesOf)
                .and(Endpoints.RESOURCE, (endpoints, _) -> List.of(Key.of(endpoints)));
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> service = world.get(Service.RESOURCE, key);
        Optional<ObjectTree> found = world.get(Endpoints.RESOURCE, key);
        if (service.isEmpty()) {
            found.filter(each -> ObjectMeta.label(each, MANAGED).equals(MANAGER))
                    .ifPresent(each -> world.delete(
                            Endpoints.RESOURCE, key, Client.Deletion.of(ObjectMeta.uid(each))));
            return Next.whenChanged();
        }
        ObjectTree spec = service.get().object("spec");
        if (spec.object("selector").isEmpty() || spec.text("type").equals("ExternalName")) {
            return Next.whenChanged();
        }
        ListTree subsets = subsets(service.get(), world);
        ObjectTree labels = ObjectMeta.labels(service.get()).with(MANAGED, MANAGER);
        labels = Backends.isHeadless(service.get()) ? labels.with(HEADLESS, "") : labels.without(HEADLESS);
        if (found.isEmpty()) {
            ObjectTree metadata = ObjectTree.EMPTY
                    .with("name", key.name())
                    .with("namespace", key.namespace())
                    .with("labels", labels);
            world.create(
                    Endpoints.RESOURCE,
                    key.namespace(),
                    withSubsets(ObjectTree.of("metadata", metadata), subsets));
            return Next.whenChanged();
        }
        ObjectTree wanted = withSubsets(ObjectMeta.with(found.get(), "labels", labels), subsets);
        if (!wanted.equals(found.get())) {
            world.update(Endpoints.RESOURCE, wanted);
        }
        return Next.whenChanged();
    }

    private static ObjectTree withSubsets(ObjectTree endpoints, ListTree subsets) {
        return subsets.isEmpty() ? endpoints.without("subsets") : endpoints.with("subsets", subsets);
    }

    /// Addresses that share their ports, those that are ready apart from the others.
    private record Group(ListTree ports, List<Tree> ready, List<Tree> notReady) {}

    private static ListTree subsets(ObjectTree service, World world) {
        boolean early = service.object("spec").bool("publishNotReadyAddresses");
        Map<String, Group> groups = new TreeMap<>();
        int count = 0;
        List<ObjectTree> pods = new ArrayList<>(Backends.of(service, early, world));
        pods.sort(Comparator.comparing(ObjectMeta::name));
        for (ObjectTree pod : pods) {
            ListTree ports = ports(pod, service);
            if (ports.isEmpty() && !service.object("spec").list("ports").isEmpty() || count == CAPACITY) {
                continue;
            }
            count++;
            Group group = groups.computeIfAbsent(
                    ports.toString(), _ -> new Group(ports, new ArrayList<>(), new ArrayList<>()));
            (early || Pods.isReady(pod) ? group.ready() : group.notReady()).add(address(pod, service));
        }
        List<Tree> subsets = new ArrayList<>();
        for (Group group : groups.values()) {
            ObjectTree subset = ObjectTree.EMPTY;
            subset = group.ready().isEmpty() ? subset : subset.with("addresses", sorted(group.ready()));
            subset = group.notReady().isEmpty() ? subset : subset.with("notReadyAddresses", sorted(group.notReady()));
            subsets.add(group.ports().isEmpty() ? subset : subset.with("ports", group.ports()));
        }
        return ListTree.of(subsets);
    }

    private static ListTree sorted(List<Tree> addresses) {
        addresses.sort(Comparator.comparing((Tree address) -> address.asObject().text("ip")));
        return ListTree.of(addresses);
    }

    private static ObjectTree address(ObjectTree pod, ObjectTree service) {
        ObjectTree.Builder address = ObjectTree.builder()
                .put("ip", pod.object("status").get("podIP"))
                .put("nodeName", pod.object("spec").get("nodeName"))
                .put("targetRef", Backends.reference(pod));
        Backends.hostname(pod, service).ifPresent(name -> address.put("hostname", name));
        return address.build();
    }

    private static ListTree ports(ObjectTree pod, ObjectTree service) {
        List<Tree> ports = new ArrayList<>();
        for (ObjectTree port : service.object("spec").list("ports").objects()) {
            Backends.port(pod, port)
                    .ifPresent(number -> ports.add(ObjectTree.builder()
                            .put("name", port.get("name"))
                            .put("port", number)
                            .put("protocol", port.text("protocol").isEmpty() ? "TCP" : port.text("protocol"))
                            .put("appProtocol", port.get("appProtocol"))
                            .build()));
        }
        return PortOrder.ofSubset(ports);
    }
}
