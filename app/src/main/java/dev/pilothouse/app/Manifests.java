package dev.pilothouse.app;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
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
import java.util.Set;
import java.util.stream.Stream;

/// Objects from YAML and JSON files, in the order of the files' names.
public final class Manifests {
    private static final Set<String> ENDINGS = Set.of("yaml", "yml", "json");
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<Wanted> objects = new ArrayList<>();

    private Manifests() {}

    private record Wanted(ApiResource resource, ObjectTree object) {
        Key key() {
            return Key.of(object);
        }

        @Override
        public String toString() {
            return resource.id().qualifiedResource() + "/" + ObjectMeta.name(object);
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
        ApiResource resource = ApiResources.builtIn()
                .find(GroupVersion.parse(object.text("apiVersion")).kind(kind))
                .orElseThrow(() -> new Refusal(
                        file + ": no kind \"" + kind + "\" in version \"" + object.text("apiVersion") + "\""));
        boolean misplaced = resource.namespaced() && ObjectMeta.namespace(object).isEmpty();
        objects.add(new Wanted(resource, misplaced ? ObjectMeta.withNamespace(object, "default") : object));
    }

    public int size() {
        return objects.size();
    }

    /// Applies every object, taking over fields that others own.
    ///
    /// @throws Refusal at the first one that the server refuses
    public void apply(Client client) {
        for (Wanted wanted : objects) {
            String path = Client.path(
                    wanted.resource.id(), wanted.key().namespace(), wanted.key().name());
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

    /// Waits until every workload among the objects has all its pods ready.
    ///
    /// @throws Refusal when one hasn't in this time
    public void awaitReady(Client client, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Wanted wanted : objects) {
            while (!isReady(client, wanted)) {
                if (System.nanoTime() > deadline) {
                    throw new Refusal(wanted + " isn't ready after " + patience.toSeconds() + " s");
                }
                Thread.sleep(POLL);
            }
        }
    }

    private static boolean isReady(Client client, Wanted wanted) {
        ObjectTree object;
        try {
            object = client.get(wanted.resource.id(), wanted.key());
        } catch (ApiError gone) {
            return false;
        }
        ObjectTree status = object.object("status");
        return switch (wanted.resource.kind()) {
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
