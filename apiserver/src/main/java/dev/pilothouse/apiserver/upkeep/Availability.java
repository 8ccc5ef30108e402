package dev.pilothouse.apiserver.upkeep;

import dev.pilothouse.api.apiregistration.v1.APIService;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.discovery.v1.EndpointSlice;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says of every APIService whether it is available. Group versions of this server are; of another server's, it says
/// what stands in the way to that. Source: API reference "APIService v1 apiregistration.k8s.io".
public final class Availability {
    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);
    private static final String MANAGER = "kube-apiserver";
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final Resources resources;
    private final Registry registry;
    private final InstantSource clock;

    public Availability(Resources resources, Registry registry, InstantSource clock) {
        this.resources = resources;
        this.registry = registry;
        this.clock = clock;
    }

    /// Writes what isn't said yet. Where other servers have a part in it, their ways change by themselves.
    public Followed.Then look(Resource services) {
        boolean remote = false;
        for (ObjectTree service : Followed.objects(services)) {
            remote |= service.object("spec").get("service") instanceof ObjectTree;
            ObjectTree wanted = condition(service);
            if (Conditions.says(service, wanted)) {
                continue;
            }
            try {
                write(services, ObjectMeta.name(service), wanted);
            } catch (ApiError | StoreException unwritten) {
                LOG.debug("The status of {} is looked at again: {}", ObjectMeta.name(service), unwritten.getMessage());
                remote = true;
            }
        }
        return remote ? Followed.Then.WHEN_CHANGED_OR_LATER : Followed.Then.WHEN_CHANGED;
    }

    private ObjectTree condition(ObjectTree service) {
        if (!(service.object("spec").get("service") instanceof ObjectTree reference)) {
            return Conditions.of("Available", "True", "Local", "Local APIServices are always available");
        }
        return missing(service, reference);
    }

    private ObjectTree missing(ObjectTree api, ObjectTree reference) {
        String namespace = reference.text("namespace");
        String name = reference.text("name");
        String shown = "service/" + name + " in " + GoText.quote(namespace);
        Optional<ObjectTree> found = resources.getLatest(Service.RESOURCE, namespace, name);
        if (found.isEmpty()) {
            return unavailable("ServiceNotFound", shown + " is not present");
        }
        ObjectTree spec = found.get().object("spec");
        if (spec.text("type").equals("ClusterIP")) {
            Optional<ObjectTree> port = spec.list("ports").objects().stream()
                    .filter(each -> each.number("port") == reference.number("port"))
                    .findFirst();
            if (port.isEmpty()) {
                return unavailable(
                        "ServicePortError", shown + " is not listening on port " + reference.number("port"));
            }
            List<ObjectTree> slices = slices(namespace, name);
            if (slices.isEmpty()) {
                return unavailable("EndpointsNotFound", "cannot find endpointslices for " + shown);
            }
            String portName = port.get().text("name");
            if (slices.stream().noneMatch(slice -> leads(slice, portName))) {
                return unavailable(
                        "MissingEndpoints",
                        "endpointslices for " + shown + " have no addresses with port name " + GoText.quote(portName));
            }
        }
        String url = "https://" + spec.text("clusterIP") + ":" + reference.number("port") + "/apis/"
                + api.object("spec").text("group") + "/" + api.object("spec").text("version");
        return unavailable(
                "FailedDiscoveryCheck",
                "failing or missing response from " + url + ": requests are not passed on to other servers");
    }

    private List<ObjectTree> slices(String namespace, String service) {
        return resources.list(EndpointSlice.RESOURCE, namespace).stream()
                .filter(slice -> ObjectMeta.labels(slice).text(SERVICE_NAME).equals(service))
                .toList();
    }

    /// Whether the slice has an address that is ready, and the port.
    private static boolean leads(ObjectTree slice, String port) {
        return slice.list("ports").objects().stream().anyMatch(each -> each.text("name").equals(port))
                && slice.list("endpoints").objects().stream()
                        .anyMatch(endpoint -> endpoint.object("conditions").get("ready").isNull()
                                || endpoint.object("conditions").bool("ready"));
    }

    private static ObjectTree unavailable(String reason, String message) {
        return Conditions.of("Available", "False", reason, message);
    }

    private void write(Resource services, String name, ObjectTree wanted) {
        Operation operation = new Operation(
                Identity.of("system:apiserver", Identity.SYSTEM_MASTERS),
                clock.instant(),
                false,
                MANAGER,
                Operation.Strictness.IGNORE,
                new ArrayList<>());
        registry.update(
                services,
                "status",
                "",
                name,
                current -> Conditions.with(current, wanted, Timestamps.seconds(clock.instant())),
                Registry.Way.REPLACE,
                operation);
    }
}
