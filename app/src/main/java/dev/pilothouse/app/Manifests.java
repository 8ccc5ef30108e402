package dev.pilothouse.app;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Objects from YAML and JSON files, in the order of the files' names.
public final class Manifests {
    private static final Set<String> ENDINGS = Set.of("yaml", "yml", "json");
    private static final Duration POLL = Duration.ofMillis(100);

    /// How long a kind may take to be served after its definition.
    private static final Duration KINDS_SERVED = Duration.ofSeconds(5);

    private final List<Wanted> objects = new ArrayList<>();
    private final List<Located> located = new ArrayList<>();

    private Manifests() {}

    /// @param file where the object was read
    private record Wanted(ObjectTree object, Path file) {
        String kind() {
            return object.text("kind");
        }

        GroupVersion version() {
            return GroupVersion.parse(object.text("apiVersion"));
        }

        Refusal unknown() {
            return new Refusal(file + ": no kind \"" + kind() + "\" in version \"" + version() + "\"");
        }

        Located at(GroupVersionResource resource, boolean namespaced) {
            boolean misplaced = namespaced && ObjectMeta.namespace(object).isEmpty();
            return new Located(resource, misplaced ? ObjectMeta.withNamespace(object, "default") : object);
        }
    }

    /// An object whose place is known.
    private record Located(GroupVersionResource resource, ObjectTree object) {
        Key key() {
            return Key.of(object);
        }

        @Override
        public String toString() {
            return resource.qualifiedResource() + "/" + ObjectMeta.name(object);
        }
    }

    /// @throws Refusal when something in the files is no object of a known kind
    public static Manifests read(List<Path> places) throws IOException {
        Manifests manifests = new Manifests();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                manifests.readFile(place);
                continue;
            }
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.filter(Manifests::isManifest).sorted().toList()) {
                    manifests.readFile(file);
                }
            }
        }
        return manifests;
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private void readFile(Path file) throws IOException {
        try {
            for (Tree tree : Yaml.parseAll(Files.readAllBytes(file))) {
                add(tree.asObject(), file);
            }
        } catch (MalformedYaml malformed) {
            throw new Refusal(file + ": " + malformed.getMessage());
        }
    }

    private void add(ObjectTree object, Path file) {
        String kind = object.text("kind");
        if (kind.equals("List")) {
            object.list("items").objects().forEach(item -> add(item, file));
            return;
        }
        Wanted wanted = new Wanted(object, file);
        boolean builtInVersion = ApiResources.builtIn().groupVersions().contains(wanted.version());
        if (builtInVersion && builtIn(wanted).isEmpty()) {
            throw wanted.unknown();
        }
        objects.add(wanted);
    }

    public int size() {
        return objects.size();
    }

    /// Applies every object, taking over fields that others own.
    ///
    /// @throws Refusal at the first one that the server refuses
    public void apply(Client client) throws InterruptedException {
        for (Wanted each : objects) {
            Located wanted = locate(each, client);
            located.add(wanted);
            String path = Client.path(
                    wanted.resource, wanted.key().namespace(), wanted.key().name());
            Transport.Answer answer = client.transport()
                    .send(new Transport.Call(
                            "PATCH",
                            path,
                            "fieldManager=pilothouse&force=true",
                            wanted.object,
                            "application/apply-patch+yaml"));
            if (answer.status() >= 400) {
                throw new Refusal(wanted + ": " + new Status(answer.body().asObject()).message());
            }
        }
    }

    private static Optional<Located> builtIn(Wanted wanted) {
        return ApiResources.builtIn()
                .find(wanted.version().kind(wanted.kind()))
                .map(resource -> wanted.at(resource.id(), resource.namespaced()));
    }

    /// A kind that isn't built in may come from a definition that has just been applied.
    private static Located locate(Wanted wanted, Client client) throws InterruptedException {
        Optional<Located> found = builtIn(wanted);
        long deadline = System.nanoTime() + KINDS_SERVED.toNanos();
        while (found.isEmpty()) {
            found = discovered(wanted, client);
            if (found.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw wanted.unknown();
                }
                Thread.sleep(POLL);
            }
        }
        return found.get();
    }

    private static Optional<Located> discovered(Wanted wanted, Client client) {
        ObjectTree listed;
        try {
            listed = client.raw(wanted.version().path());
        } catch (ApiError notServed) {
            return Optional.empty();
        }
        return listed.list("resources").objects().stream()
                .filter(it -> it.text("kind").equals(wanted.kind()) && !it.text("name").contains("/"))
                .findFirst()
                .map(it -> wanted.at(wanted.version().resource(it.text("name")), it.bool("namespaced")));
    }

    /// Waits until every workload among the objects has all its pods ready.
    ///
    /// @throws Refusal when one hasn't in this time
    public void awaitReady(Client client, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Located wanted : located) {
            while (!isReady(client, wanted)) {
                if (System.nanoTime() > deadline) {
                    throw new Refusal(wanted + " isn't ready after " + patience.toSeconds() + " s");
                }
                Thread.sleep(POLL);
            }
        }
    }

    private static boolean isReady(Client client, Located wanted) {
        ObjectTree object;
        try {
            object = client.get(wanted.resource, wanted.key());
        } catch (ApiError gone) {
            return false;
        }
        ObjectTree status = object.object("status");
        return switch (object.text("kind")) {
            case "Deployment", "ReplicaSet", "StatefulSet", "ReplicationController" ->
                status.number("readyReplicas") >= object.object("spec").number("replicas");
            case "DaemonSet" ->
                status.number("observedGeneration") > 0
                        && status.number("numberReady") >= status.number("desiredNumberScheduled");
            case "Pod" ->
                status.list("conditions").objects().stream()
                        .anyMatch(it -> it.text("type").equals("Ready")
                                && it.text("status").equals("True"));
            default -> true;
        };
    }
}
