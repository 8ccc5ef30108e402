package dev.pilothouse.controllers.endpointslice;

import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.discovery.v1.EndpointSlice;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes where a Service's pods are into slices of a bounded size, one set of slices for each set of ports.
public final class EndpointSliceController implements Controller {
    private static final String SERVICE = "kubernetes.io/service-name";
    private static final String MANAGED = "endpointslice.kubernetes.io/managed-by";
    private static final String OWN = "endpointslice-controller.k8s.io";
    private static final String HEADLESS = "service.kubernetes.io/headless";
    private static final String ZONE = "topology.kubernetes.io/zone";

    /// Endpoints in a slice (`--max-endpoints-per-slice`).
    private static final int CAPACITY = 100;

    @Override
    public String name() {
        return "endpointslice-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Service.RESOURCE)
                .and(Pod.RESOURCE, Backends::servicesOf)
                .and(EndpointSlice.RESOURCE, EndpointSliceController::serviceOf)
                .reads(Node.RESOURCE);
    }

    private static List<Key> serviceOf(ObjectTree slice, World world) {
        String service = ObjectMeta.label(slice, SERVICE);
        return service.isEmpty() || !ObjectMeta.label(slice, MANAGED).equals(OWN)
                ? List.of()
                : List.of(new Key(ObjectMeta.namespace(slice), service));
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(Service.RESOURCE, key);
        if (found.isEmpty() || ObjectMeta.isBeingDeleted(found.get())) {
            return Next.whenChanged();
        }
        ObjectTree service = found.get();
        ObjectTree spec = service.object("spec");
        if (spec.object("selector").isEmpty() || spec.text("type").equals("ExternalName")) {
            return Next.whenChanged();
        }
        Map<ListTree, List<Tree>> wanted = byPorts(service, world);
        List<ObjectTree> slices = new ArrayList<>();
        for (ObjectTree slice : world.in(EndpointSlice.RESOURCE, key.namespace())) {
            if (ObjectMeta.label(slice, SERVICE).equals(key.name())
                    && ObjectMeta.label(slice, MANAGED).equals(OWN)) {
                slices.add(slice);
            }
        }
        write(service, wanted, slices, world);
        return Next.whenChanged();
    }

    private static Map<ListTree, List<Tree>> byPorts(ObjectTree service, World world) {
        Map<ListTree, List<Tree>> byPorts = new LinkedHashMap<>();
        List<ObjectTree> pods = new ArrayList<>(Backends.of(service, true, world));
        pods.sort(Comparator.comparing(ObjectMeta::name));
        for (ObjectTree pod : pods) {
            byPorts.computeIfAbsent(ports(pod, service), _ -> new ArrayList<>())
                    .add(endpoint(pod, service, world));
        }
        return byPorts;
    }

    private static ListTree ports(ObjectTree pod, ObjectTree service) {
        List<Tree> ports = new ArrayList<>();
        for (ObjectTree port : service.object("spec").list("ports").objects()) {
            Backends.port(pod, port)
                    .ifPresent(number -> ports.add(ObjectTree.builder()
                            .put("name", port.text("name"))
                            .put("port", number)
                            .put("protocol", port.text("protocol").isEmpty() ? "TCP" : port.text("protocol"))
                            .put("appProtocol", port.get("appProtocol"))
                            .build()));
        }
        return PortOrder.ofSlice(ports);
    }

    private static ObjectTree endpoint(ObjectTree pod, ObjectTree service, World world) {
        boolean early = service.object("spec").bool("publishNotReadyAddresses");
        boolean serving = Pods.isReady(pod);
        boolean terminating = ObjectMeta.isBeingDeleted(pod);
        String node = pod.object("spec").text("nodeName");
        ObjectTree.Builder endpoint = ObjectTree.builder()
                .put("addresses", ListTree.of(pod.object("status").get("podIP")))
                .put(
                        "conditions",
                        ObjectTree.EMPTY
                                .with("ready", early || serving && !terminating)
                                .with("serving", serving)
                                .with("terminating", terminating))
                .put("targetRef", Backends.reference(pod));
        if (!node.isEmpty()) {
            endpoint.put("nodeName", node);
            world.get(Node.RESOURCE, new Key("", node))
                    .map(each -> ObjectMeta.label(each, ZONE))
                    .filter(zone -> !zone.isEmpty())
                    .ifPresent(zone -> endpoint.put("zone", zone));
        }
        Backends.hostname(pod, service).ifPresent(name -> endpoint.put("hostname", name));
        return endpoint.build();
    }

    /// Keeps what is in a slice already where it is, fills the rest into slices that have room, and deletes empty ones
    /// but the last.
    private static void write(
            ObjectTree service, Map<ListTree, List<Tree>> wanted, List<ObjectTree> slices, World world) {
        List<ObjectTree> spare = new ArrayList<>(slices);
        boolean any = false;
        for (Map.Entry<ListTree, List<Tree>> each : wanted.entrySet()) {
            List<Tree> endpoints = each.getValue();
            for (int from = 0; from < endpoints.size(); from += CAPACITY) {
                ListTree part = ListTree.of(endpoints.subList(from, Math.min(from + CAPACITY, endpoints.size())));
                put(service, each.getKey(), part, take(spare, each.getKey()), world);
                any = true;
            }
        }
        if (!any) {
            put(service, ListTree.EMPTY, ListTree.EMPTY, spare.isEmpty() ? Optional.empty() : Optional.of(spare.removeFirst()), world);
        }
        for (ObjectTree slice : spare) {
            world.delete(EndpointSlice.RESOURCE, Key.of(slice), Client.Deletion.of(ObjectMeta.uid(slice)));
        }
    }

    private static Optional<ObjectTree> take(List<ObjectTree> spare, ListTree ports) {
        Optional<ObjectTree> same =
                spare.stream().filter(slice -> slice.list("ports").equals(ports)).findFirst();
        Optional<ObjectTree> chosen = same.or(() -> spare.stream().findFirst());
        chosen.ifPresent(spare::remove);
        return chosen;
    }

    private static void put(
            ObjectTree service, ListTree ports, ListTree endpoints, Optional<ObjectTree> slice, World world) {
        ObjectTree labels = ObjectMeta.labels(service)
                .with(SERVICE, ObjectMeta.name(service))
                .with(MANAGED, OWN);
        labels = Backends.isHeadless(service) ? labels.with(HEADLESS, "") : labels;
        if (slice.isEmpty()) {
            ObjectTree metadata = ObjectTree.EMPTY
                    .with("generateName", ObjectMeta.name(service) + "-")
                    .with("namespace", ObjectMeta.namespace(service))
                    .with("labels", labels)
                    .with("ownerReferences", ListTree.of(owner(service)));
            world.create(
                    EndpointSlice.RESOURCE,
                    ObjectMeta.namespace(service),
                    ObjectTree.of("metadata", metadata)
                            .with("addressType", "IPv4")
                            .with("endpoints", endpoints)
                            .with("ports", ports));
            return;
        }
        ObjectTree wanted = ObjectMeta.with(slice.get(), "labels", labels)
                .with("endpoints", endpoints.isEmpty() ? slice.get().get("endpoints").asList().isEmpty() ? slice.get().get("endpoints") : ListTree.EMPTY : endpoints)
                .with("ports", ports.isEmpty() && slice.get().list("ports").isEmpty() ? slice.get().get("ports") : ports);
        if (!wanted.equals(slice.get())) {
            world.update(EndpointSlice.RESOURCE, wanted);
        }
    }

    private static ObjectTree owner(ObjectTree service) {
        return OwnerReferences.controller(service.with("kind", "Service").with("apiVersion", "v1"));
    }
}
