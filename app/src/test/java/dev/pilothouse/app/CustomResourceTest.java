package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Kinds that come from definitions, from the definition to its end.
class CustomResourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final GroupVersionResource DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    private static final GroupVersionResource BOATS = new GroupVersionResource("sea.example", "v1", "boats");
    private static final GroupVersionResource OLD_BOATS = new GroupVersionResource("sea.example", "v1beta1", "boats");

    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: boats.sea.example}
            spec:
              group: sea.example
              scope: Namespaced
              names: {kind: Boat, plural: boats, shortNames: [bt]}
              versions:
              - name: v1beta1
                served: true
                storage: false
                schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {crew: {type: integer}}}}}}
              - name: v1
                served: true
                storage: true
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.crew, statusReplicasPath: .status.crew}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        required: [crew]
                        properties:
                          crew: {type: integer, minimum: 1}
                          flag: {type: string, default: white}
                          draught: {type: number, minimum: 0.0, maximum: 1e2}
                      status: {type: object, properties: {crew: {type: integer}}}
            """;

    private final ControlPlane cluster = ControlPlane.inMemory(Settings.standard());
    private final Client admin = cluster.administrator();

    @AfterEach
    void end() {
        cluster.close();
    }

    private void define() throws MalformedYaml {
        admin.create(DEFINITIONS, "", tree(DEFINITION));
        await().atMost(PATIENCE)
                .until(() -> conditions().toString().contains("\"type\":\"Established\"")
                        && conditions().objects().stream()
                                .allMatch(condition -> condition.text("status").equals("True")));
    }

    private ListTree conditions() {
        return admin.get(DEFINITIONS, new Key("", "boats.sea.example"))
                .object("status")
                .list("conditions");
    }

    @Test
    void anObjectIsPrunedDefaultedAndJudgedByTheSchema() throws MalformedYaml {
        define();
        ObjectTree made = admin.create(BOATS, "default", boat("lisa", "{crew: 2, sails: 3}"));
        assertThat(made.object("spec").toString()).isEqualTo("{\"crew\":2,\"flag\":\"white\"}");
        assertThat(ObjectMeta.generation(made)).isEqualTo(1);
        assertThatThrownBy(() -> admin.create(BOATS, "default", boat("empty", "{crew: 0}")))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("spec.crew in body should be greater than or equal to 1");
    }

    @Test
    void aNumberThatIsWholeHasNoPoint() throws MalformedYaml {
        define();
        String definition = admin.get(DEFINITIONS, new Key("", "boats.sea.example")).toString();
        assertThat(definition).contains("{\"maximum\":100,\"minimum\":0,\"type\":\"number\"}");
        ObjectTree made = admin.create(BOATS, "default", boat("lisa", "{crew: 2.0, draught: 3.0}"));
        assertThat(made.object("spec").toString()).isEqualTo("{\"crew\":2,\"draught\":3,\"flag\":\"white\"}");
        assertThat(admin.get(BOATS, new Key("default", "lisa"))).isEqualTo(made);
        assertThatThrownBy(() -> admin.create(BOATS, "default", boat("deep", "{crew: 2, draught: 101.0}")))
                .hasMessageContaining("spec.draught: Invalid value: 101: spec.draught in body should be less than or equal to 100");
    }

    @Test
    void everyVersionShowsWhatItKnows() throws MalformedYaml {
        define();
        admin.create(BOATS, "default", boat("lisa", "{crew: 2}"));
        ObjectTree old = admin.get(OLD_BOATS, new Key("default", "lisa"));
        assertThat(old.text("apiVersion")).isEqualTo("sea.example/v1beta1");
        assertThat(old.object("spec").toString()).isEqualTo("{\"crew\":2}");
        assertThat(versions()).containsExactly("v1", "v1beta1");
    }

    private List<String> versions() {
        return admin.raw("/apis/sea.example").list("versions").objects().stream()
                .map(version -> version.text("version"))
                .toList();
    }

    @Test
    void statusAndScaleHaveWaysOfTheirOwn() throws MalformedYaml {
        define();
        Key lisa = new Key("default", "lisa");
        admin.create(BOATS, "default", boat("lisa", "{crew: 2}"));
        admin.merge(BOATS, lisa, "status", tree("{spec: {crew: 7}, status: {crew: 2}}"));
        admin.merge(BOATS, lisa, "scale", tree("{spec: {replicas: 5}}"));
        ObjectTree now = admin.get(BOATS, lisa);
        assertThat(now.object("spec").number("crew")).isEqualTo(5);
        assertThat(now.object("status").number("crew")).isEqualTo(2);
        assertThat(ObjectMeta.generation(now)).isEqualTo(2);
    }

    @Test
    void aDefinitionThatChangesServesItsObjectsOn() throws MalformedYaml {
        define();
        admin.create(BOATS, "default", boat("lisa", "{crew: 2}"));
        ObjectTree definition = admin.get(DEFINITIONS, new Key("", "boats.sea.example"));
        List<Tree> versions = new ArrayList<>(definition.object("spec").list("versions").stream().toList());
        versions.set(
                1,
                versions.get(1)
                        .asObject()
                        .withAt(
                                ObjectTree.EMPTY.with("type", "integer").with("default", 1),
                                "schema",
                                "openAPIV3Schema",
                                "properties",
                                "spec",
                                "properties",
                                "sails"));
        admin.update(DEFINITIONS, definition.withAt(ListTree.of(versions), "spec", "versions"));
        // What was stored before has the new default, and what is written from now on the new field.
        await().atMost(PATIENCE)
                .until(() -> admin.get(BOATS, new Key("default", "lisa")).object("spec").number("sails") == 1);
        assertThat(admin.create(BOATS, "default", boat("anna", "{crew: 1, sails: 3}"))
                        .object("spec")
                        .number("sails"))
                .isEqualTo(3);
        assertThat(admin.list(BOATS, "default", "")).hasSize(2);
    }

    @Test
    void aSecondDefinitionDoesNotGetNamesThatAreTaken() throws MalformedYaml {
        define();
        ObjectTree other = tree(DEFINITION.replace("plural: boats", "plural: ships").replace("boats.sea", "ships.sea"));
        admin.create(DEFINITIONS, "", other);
        Key ships = new Key("", "ships.sea.example");
        await().atMost(PATIENCE)
                .until(() -> admin.get(DEFINITIONS, ships).toString().contains("\"reason\":\"ListKindConflict\""));
        // It gets them as soon as they are free.
        admin.delete(DEFINITIONS, new Key("", "boats.sea.example"), Client.Deletion.PLAIN);
        await().atMost(PATIENCE)
                .until(() -> admin.get(DEFINITIONS, ships).toString().contains("InitialNamesAccepted"));
    }

    @Test
    void aDefinitionGoesAfterItsObjects() throws MalformedYaml {
        define();
        ObjectTree held = ObjectMeta.withFinalizer(boat("lisa", "{crew: 2}"), "sea.example/anchor");
        admin.create(BOATS, "default", held);
        Key definition = new Key("", "boats.sea.example");
        admin.delete(DEFINITIONS, definition, Client.Deletion.PLAIN);
        await().atMost(PATIENCE)
                .until(() -> ObjectMeta.isBeingDeleted(admin.get(BOATS, new Key("default", "lisa"))));
        assertThat(admin.find(DEFINITIONS, definition)).isPresent();
        assertThatThrownBy(() -> admin.create(BOATS, "default", boat("late", "{crew: 2}")))
                .hasMessageContaining("create not allowed while custom resource definition is terminating");
        admin.merge(
                BOATS,
                new Key("default", "lisa"),
                "",
                ObjectTree.EMPTY.withAt(ListTree.EMPTY, "metadata", "finalizers"));
        await().atMost(PATIENCE).until(() -> admin.find(DEFINITIONS, definition).isEmpty());
        assertThat(admin.raw("/apis").toString()).doesNotContain("sea.example");
    }

    @Test
    void aDefinitionGoesThoughItsStatusNamesAVersionThatItLacks() throws MalformedYaml {
        define();
        Key definition = new Key("", "boats.sea.example");
        admin.merge(DEFINITIONS, definition, "status", tree("{status: {storedVersions: [v1, v9]}}"));
        admin.delete(DEFINITIONS, definition, Client.Deletion.PLAIN);
        await().atMost(PATIENCE).until(() -> admin.find(DEFINITIONS, definition).isEmpty());
    }

    @Test
    void whoWatchesSeesTheLastObjectsGo() throws MalformedYaml, InterruptedException {
        define();
        admin.create(BOATS, "default", boat("lisa", "{crew: 2}"));
        try (Transport.Events events = admin.transport()
                .watch(new Transport.Call("GET", Client.path(BOATS, "", ""), "watch=1", NullTree.ABSENT, ""))) {
            admin.delete(DEFINITIONS, new Key("", "boats.sea.example"), Client.Deletion.PLAIN);
            List<String> seen = new ArrayList<>();
            Transport.Next next = events.next(PATIENCE);
            while (next instanceof Transport.Next.Event(String type, ObjectTree object)) {
                seen.add(type + " " + ObjectMeta.name(object));
                next = events.next(PATIENCE);
            }
            assertThat(seen).containsExactly("ADDED lisa", "DELETED lisa");
            assertThat(next).isInstanceOf(Transport.Next.End.class);
        }
    }

    @Test
    void whatACustomObjectOwnsGoesWithIt() throws MalformedYaml {
        define();
        ObjectTree lisa = admin.create(BOATS, "default", boat("lisa", "{crew: 2}"));
        ObjectTree owned = tree("{metadata: {name: papers, ownerReferences: [{apiVersion: sea.example/v1beta1, kind: Boat,"
                + " name: lisa, uid: " + ObjectMeta.uid(lisa) + "}]}}");
        admin.create(ConfigMap.RESOURCE, "default", owned);
        admin.delete(BOATS, new Key("default", "lisa"), Client.Deletion.PLAIN);
        await().atMost(PATIENCE)
                .until(() -> admin.find(ConfigMap.RESOURCE, new Key("default", "papers")).isEmpty());
    }

    @Test
    void aNamespaceTakesItsCustomObjectsAlong() throws MalformedYaml {
        define();
        admin.create(Namespace.RESOURCE, "", tree("{metadata: {name: harbour}}"));
        admin.create(BOATS, "harbour", boat("lisa", "{crew: 2}"));
        admin.delete(Namespace.RESOURCE, new Key("", "harbour"), Client.Deletion.PLAIN);
        await().atMost(PATIENCE)
                .until(() -> admin.find(Namespace.RESOURCE, new Key("", "harbour")).isEmpty());
        assertThat(admin.list(BOATS, "", "")).isEmpty();
    }

    private static ObjectTree boat(String name, String spec) {
        return ObjectTree.EMPTY
                .with("apiVersion", "sea.example/v1")
                .with("kind", "Boat")
                .with("metadata", ObjectTree.EMPTY.with("name", name))
                .with("spec", read(spec));
    }

    private static Tree read(String yaml) {
        try {
            return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedYaml e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    private static ObjectTree tree(String yaml) throws MalformedYaml {
        return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)).asObject();
    }
}
