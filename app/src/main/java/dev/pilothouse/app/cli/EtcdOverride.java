package dev.pilothouse.app.cli;

import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.app.Refusal;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A resource that is kept in an etcd of its own, as upstream's `--etcd-servers-overrides` names it: `group/resource#URL;URL`.
///
/// @param group empty for the core group
/// @param resource in the plural; `*` for all of the group that aren't named themselves
record EtcdOverride(String group, String resource, List<String> servers) {
    private static final String ROOT = "/registry/";
    private static final String ALL = "*";
    private static final String MALFORMED =
            "--etcd-servers-overrides invalid, must be of format: group/resource#servers, where servers are URLs, semicolon separated";

    /// The servers of these groups are others upstream, and don't know of the flag.
    private static final List<String> DELEGATED = List.of("apiextensions.k8s.io", "apiregistration.k8s.io");

    /// Events of both groups are the same objects, and the core group says where they are.
    private static final String SECOND_HOME_OF_EVENTS = "events.k8s.io";

    /// What is kept beside objects, and by whose name it goes: the numbers of Services, and the servers that live.
    private enum Beside {
        RANGES("ranges/", Service.RESOURCE.resource()),
        SERVERS("masterleases/", "apiServerIPInfo");

        private final String path;
        private final String resource;

        Beside(String path, String resource) {
            this.path = path;
            this.resource = resource;
        }
    }

    EtcdOverride {
        servers = List.copyOf(servers);
    }

    static EtcdOverride parse(String text) {
        String[] halves = text.split("#", -1);
        String[] id = halves[0].split("/", -1);
        if (halves.length != 2 || id.length != 2) {
            throw new Refusal(MALFORMED);
        }
        List<String> servers = List.of(halves[1].split(";", -1));
        if (servers.contains("")) {
            throw new Refusal(MALFORMED);
        }
        return new EtcdOverride(id[0], id[1], servers);
    }

    boolean isOfWholeGroup() {
        return resource.equals(ALL);
    }

    /// Below which prefixes its objects are; none where upstream keeps no resource of that name elsewhere either.
    List<String> prefixes() {
        if (DELEGATED.contains(group)) {
            return List.of();
        }
        Predicate<ApiResource> meant = it -> it.id().group().equals(group) && isCalled(it.id().resource());
        Stream<String> objects = ApiResources.builtIn().all().stream()
                .filter(meant.and(it -> !group.equals(SECOND_HOME_OF_EVENTS) || !it.id().resource().equals("events")))
                .map(ApiResource::storagePath)
                .filter(path -> !path.isEmpty())
                .map(path -> path + "/");
        Stream<String> beside = Stream.of(Beside.values())
                .filter(it -> group.isEmpty() && isCalled(it.resource))
                .map(it -> it.path);
        return Stream.concat(objects, beside).distinct().map(ROOT::concat).toList();
    }

    private boolean isCalled(String name) {
        return isOfWholeGroup() || resource.equals(name);
    }
}
