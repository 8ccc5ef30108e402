package dev.pilothouse.controllers.endpointslicemirroring;

import dev.pilothouse.api.core.v1.Endpoints;
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
import dev.pilothouse.controllers.services.PortOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Copies the Endpoints of Services without a selector into slices: one slice for each subset and address family.
///
/// Endpoints that serve as a lock, or say that they are not to be mirrored, are left alone.
public final class EndpointSliceMirroringController implements Controller {
    private static final String SERVICE = "kubernetes.io/service-name";
    private static final String MANAGED = "endpointslice.kubernetes.io/managed-by";
    private static final String OWN = "endpointslicemirroring-controller.k8s.io";
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
    private static final List<String> OWN_ANNOTATIONS = List.of(
            "kubectl.kubernetes.io/last-applied-configuration", "endpoints.kubernetes.io/last-change-trigger-time");

    /// Addresses of a subset that are mirrored (`--mirroring-max-endpoints-per-subset`).
    private static final int CAPACITY = 1_000;

    @Override
    public String name() {
        return "endpointslice-mirroring-controller";
    }

    @Override
    public String account() {
        return "endpointslicemirroring-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Endpoints.RESOURCE)
                .and(Service.RESOURCE, (service, _) -> List.of(Key.of(service)))
                .and(
                        EndpointSlice.RESOURCE,
                        (slice, _) -> isOwn(slice)
                                ? List.of(new Key(ObjectMeta.namespace(slice), ObjectMeta.label(slice, SERVICE)))
                                : List.of());
    }

    private static boolean isOwn(ObjectTree slice) {
        return ObjectMeta.label(slice, MANAGED).equals(OWN);
    }

    @Override
    public Next reconcile(Key key, World world) {
        List<ObjectTree> spare = new ArrayList<>();
        for (ObjectTree slice : world.in(EndpointSlice.RESOURCE, key.namespace())) {
            if (isOwn(slice) && ObjectMeta.label(slice, SERVICE).equals(key.name())) {
                spare.add(slice);
            }
        }
        Optional<ObjectTree> endpoints = world.get(Endpoints.RESOURCE, key)
                .filter(EndpointSliceMirroringController::isMirrored)
                .filter(_ -> world.get(Service.RESOURCE, key)
                        .filter(service -> service.object("spec").object("selector").isEmpty())
                        .isPresent());
        endpoints.ifPresent(each -> mirror(each, spare, world));
        for (ObjectTree slice : spare) {
            world.delete(EndpointSlice.RESOURCE, Key.of(slice), Client.Deletion.of(ObjectMeta.uid(slice)));
        }
        return Next.whenChanged();
    }

    private static boolean isMirrored(ObjectTree endpoints) {
        return !ObjectMeta.isBeingDeleted(endpoints)
                && !ObjectMeta.label(endpoints, SKIP).equals("true")
                && !ObjectMeta.annotations(endpoints).has(LEADER);
    }

    private static void mirror(ObjectTree endpoints, List<ObjectTree> spare, World world) {
        for (ObjectTree subset : endpoints.list("subsets").objects()) {
            for (String family : List.of("IPv4", "IPv6")) {
                List<Tree> mirrored = new ArrayList<>();
                add(mirrored, subset.list("addresses"), family, true);
                add(mirrored, subset.list("notReadyAddresses"), family, false);
                if (!mirrored.isEmpty()) {
                    ObjectTree content = ObjectTree.EMPTY
                            .with("addressType", family)
                            .with("endpoints", ListTree.of(mirrored))
                            .with("ports", ports(subset));
                    write(endpoints, content, spare, world);
                }
            }
        }
    }

    private static void add(List<Tree> all, ListTree addresses, String family, boolean ready) {
        for (ObjectTree address : addresses.objects()) {
            boolean fits = address.text("ip").contains(":") == family.equals("IPv6");
            if (fits && all.size() < CAPACITY) {
                all.add(ObjectTree.builder()
                        .put("addresses", ListTree.of(address.get("ip")))
                        .put("conditions", ObjectTree.EMPTY.with("ready", ready))
                        .put("hostname", address.get("hostname"))
                        .put("nodeName", address.get("nodeName"))
                        .put("targetRef", address.get("targetRef"))
                        .build());
            }
        }
    }

    private static ListTree ports(ObjectTree subset) {
        return PortOrder.ofSlice(subset.list("ports").objects().stream()
                .map(port -> ObjectTree.builder()
                        .put("name", port.text("name"))
                        .put("port", port.get("port"))
                        .put("protocol", port.text("protocol").isEmpty() ? "TCP" : port.text("protocol"))
                        .put("appProtocol", port.get("appProtocol"))
                        .build())
                .toList());
    }

    /// Puts the content into the slice that has most of it already, or into a new one.
    private static void write(ObjectTree endpoints, ObjectTree content, List<ObjectTree> spare, World world) {
        ObjectTree labels =
                ObjectMeta.labels(endpoints).with(SERVICE, ObjectMeta.name(endpoints)).with(MANAGED, OWN);
        ObjectTree annotations = ObjectMeta.annotations(endpoints);
        for (String own : OWN_ANNOTATIONS) {
            annotations = annotations.without(own);
        }
        Optional<ObjectTree> slice = spare.stream()
                .filter(each -> each.text("addressType").equals(content.text("addressType")))
                .filter(each -> each.get("ports").equals(content.get("ports")))
                .findFirst();
        if (slice.isPresent()) {
            spare.remove(slice.get());
            ObjectTree now = slice.get();
            if (now.get("endpoints").equals(content.get("endpoints"))
                    && ObjectMeta.labels(now).equals(labels)
                    && ObjectMeta.annotations(now).equals(annotations)) {
                return;
            }
        }
        ObjectTree owner = endpoints.with("kind", Endpoints.KIND.kind()).with("apiVersion", Endpoints.KIND.apiVersion());
        ObjectTree.Builder metadata = ObjectTree.builder()
                .put("namespace", ObjectMeta.namespace(endpoints))
                .put("labels", labels)
                .put("ownerReferences", ListTree.of(OwnerReferences.controller(owner)));
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        // A slice that changes is written anew under its name, whatever else stood in it.
        if (slice.isPresent()) {
            metadata.put("name", ObjectMeta.name(slice.get()));
            world.update(EndpointSlice.RESOURCE, content.with("metadata", metadata.build()));
            return;
        }
        metadata.put("generateName", ObjectMeta.name(endpoints) + "-");
        world.create(
                EndpointSlice.RESOURCE, ObjectMeta.namespace(endpoints), content.with("metadata", metadata.build()));
    }
}
