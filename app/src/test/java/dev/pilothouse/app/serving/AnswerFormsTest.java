package dev.pilothouse.app.serving;

import static dev.pilothouse.app.serving.ServerAlone.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apiextensions.v1.CustomResourceDefinition;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Key;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In which forms what is at a place can be had, and what one is told who takes only others.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnswerFormsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ServerAlone server;

    @BeforeAll
    void start() throws Exception {
        server = new ServerAlone();
        Client client = server.client();
        define(client, "boats", "{'kind':'Boat','plural':'boats'}", "");
        define(client, "rafts", "{'kind':'Raft','plural':'rafts','listKind':'Fleet'}", """
                ,'subresources':{'scale':{'specReplicasPath':'.spec.logs','statusReplicasPath':'.status.logs'}}},
                {'name':'v1beta1','served':true,'storage':false,'deprecated':true,'schema':{'openAPIV3Schema':{'type':'object'}}""");
        define(client, "wrecks", "{'kind':'Wreck','plural':'wrecks'}", "");
        create(client, "boats", "{'kind':'Boat','metadata':{'name':'b'}}");
        create(client, "rafts", "{'kind':'Raft','metadata':{'name':'r'},'spec':{'logs':3}}");
        create(client, "wrecks", "{'kind':'Wreck','metadata':{'name':'w','finalizers':['sea.example/stuck']}}");
        client.delete(
                CustomResourceDefinition.RESOURCE, new Key("", "wrecks.sea.example"), Client.Deletion.PLAIN);
        client.create(ServiceAccount.RESOURCE, "default", json("{'metadata':{'name':'default'}}"));
        client.create(
                Pod.RESOURCE,
                "default",
                json("{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c','image':'i'}],'serviceAccountName':'default'}}"));
        client.merge(
                Pod.RESOURCE,
                new Key("default", "p"),
                "status",
                json("{'status':{'podIP':'10.0.0.9','podIPs':[{'ip':'10.0.0.9'}]}}"));
    }

    private static void define(Client client, String plural, String names, String more) throws Exception {
        client.create(CustomResourceDefinition.RESOURCE, "", json("""
                {'metadata':{'name':'PLURAL.sea.example'},'spec':{'group':'sea.example','scope':'Cluster','names':NAMES,
                'versions':[{'name':'v1','served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object',
                'x-kubernetes-preserve-unknown-fields':true}}MORE}]}}
                """.replace("PLURAL", plural).replace("NAMES", names).replace("MORE", more)));
    }

    private static void create(Client client, String plural, String object) throws Exception {
        GroupVersionResource resource = new GroupVersionResource("sea.example", "v1", plural);
        ObjectTree sent = json(object).with("apiVersion", "sea.example/v1");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> client.create(resource, "", sent) != null);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private RawClient.Answer ask(String method, String path, String accept) throws Exception {
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            client.say(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + (accept == null ? "" : "Accept: " + accept + "\r\n") + "\r\n");
            return method.equals("HEAD") ? client.hearHead() : client.hear();
        }
    }

    /// What the letters of forms stand for.
    private static String accept(String letters) {
        return Stream.of(letters.split(","))
                .map(letter -> switch (letter) {
                    case "T" -> "application/json;as=Table;v=v1;g=meta.k8s.io";
                    case "L" -> "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
                    case "M" -> "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
                    case "J" -> "application/json";
                    case "Y" -> "application/yaml;as=Table;v=v1;g=meta.k8s.io";
                    case "P" -> "application/vnd.kubernetes.protobuf";
                    default -> letter;
                })
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest(name = "{0} as {1}: {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/namespaces/default/pods/p                                        | T          | 200 | Table
            /api/v1/namespaces/default/pods/p/status                                 | T          | 200 | Table
            /api/v1/namespaces/default/pods/p/resize                                 | T          | 406 | only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf
            /api/v1/namespaces/default/pods/p/resize                                 | T,J        | 200 | Pod
            /api/v1/namespaces/default/pods/p/resize                                 | M          | 200 | PartialObjectMetadata
            /api/v1/namespaces/default/pods/p/ephemeralcontainers                    | T          | 406 | only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf
            /api/v1/namespaces/default/pods/p/ephemeralcontainers                    | T,J        | 200 | Pod
            /api/v1/namespaces/default/pods/p/log                                    | T          | 406 | only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf
            /api/v1/namespaces/default/pods/p/log                                    | text/plain | 406 | only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf
            /api/v1/namespaces/default/pods/p/log                                    | J          | 204 |
            /apis/resource.k8s.io/v1/namespaces/default/resourceclaims/none/status   | T          | 406 | only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf
            /apis/certificates.k8s.io/v1/certificatesigningrequests/none/approval    | T          | 406 | only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf
            /apis/certificates.k8s.io/v1/certificatesigningrequests/none/status      | T,J        | 404 | certificatesigningrequests.certificates.k8s.io "none" not found
            /api/v1/configmaps?watch=1&resourceVersion=1                             | Y          | 406 | only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch
            /api/v1/configmaps?watch=1&resourceVersion=x                             | Y          | 500 | resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax
            /api/v1/namespaces/default/configmaps/none?resourceVersion=x             | J          | 500 | resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax
            /api/v1/namespaces/default/events/none?resourceVersion=x                 | J          | 400 | invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax
            /apis/apiregistration.k8s.io/v1/apiservices/v1.apps                      | T          | 200 | Table
            /apis/apiregistration.k8s.io/v1/apiservices/v1.apps/status               | T          | 406 | only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf
            /apis/apiextensions.k8s.io/v1/customresourcedefinitions/boats.sea.example/status | T  | 406 | only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf
            /apis/apiextensions.k8s.io/v1/customresourcedefinitions/boats.sea.example/status | T,J | 200 | CustomResourceDefinition
            /apis/sea.example/v1/boats                                               | J          | 200 | BoatList
            /apis/sea.example/v1/rafts                                               | J          | 200 | Fleet
            /apis/sea.example/v1/rafts/r/scale                                       | P,J        | 200 | Scale
            /apis/sea.example/v1/boats/b                                             | L          | 500 | content is not a list
            /apis/sea.example/v1/boats/b                                             | L,J        | 500 | content is not a list
            /apis/sea.example/v1/boats                                               | M          | 406 | you requested PartialObjectMetadata, but the requested object is a list (*unstructured.UnstructuredList)
            /api/v1/namespaces/default/pods/p                                        | L          | 406 | you requested PartialObjectMetadataList, but the requested object is not a list (*core.Pod)
            /api/v1/namespaces/default/pods                                          | M          | 406 | you requested PartialObjectMetadata, but the requested object is a list (*core.PodList)
            """)
    void aPlaceIsShownInTheFormsThatItHas(String path, String letters, int status, String told) throws Exception {
        RawClient.Answer answer = ask("GET", path, accept(letters));
        assertThat(answer.status()).isEqualTo(status);
        if (told == null) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        ObjectTree body = json(answer.body());
        assertThat(status == 200 ? body.text("kind") : body.text("message")).isEqualTo(told);
    }

    @Test
    void whoTakesRefusalsInNoFormGetsThemLaidOutForPeople() throws Exception {
        RawClient.Answer answer = ask("GET", "/api/v1/namespaces/default/configmaps/none", accept("T"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(answer.body()).contains("\n  \"code\": 404,").endsWith("}");
        assertThat(ask("GET", "/api/v1/namespaces/default/configmaps/none", accept("T,J")).body())
                .contains("\"code\":404,")
                .endsWith("}\n");
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            GET     | /api/v1/namespaces/default/pods/p/exec?dryRun=All        | 400 | dryRun is not supported
            POST    | /api/v1/namespaces/default/pods/p/attach?dryRun          | 400 | dryRun is not supported
            GET     | /api/v1/namespaces/default/pods/p/portforward?dryRun=x   | 400 | dryRun is not supported
            DELETE  | /api/v1/namespaces/default/pods/none/proxy?dryRun=All    | 400 | dryRun is not supported
            GET     | /api/v1/nodes/none/proxy?dryRun=All                      | 400 | dryRun is not supported
            GET     | /api/v1/namespaces/default/pods/p/log?dryRun=All         | 204 |
            GET     | /api/v1/namespaces/default/replicationcontrollers/none/scale?export=1 | 400 | the export parameter, deprecated since v1.14, is no longer supported
            GET     | /api/v1/namespaces/default/replicationcontrollers/none/scale?export=0 | 404 | replicationcontrollers "none" not found
            GET     | /api/v1/componentstatuses/etcd-0?export=true             | 400 | the export parameter, deprecated since v1.14, is no longer supported
            GET     | /api/v1/namespaces/default/pods/p?export=true            | 400 | the export parameter, deprecated since v1.14, is no longer supported
            """)
    void whatAPlaceCannotDoIsRefusedBeforeItIsLookedAt(String method, String path, int status, String message)
            throws Exception {
        RawClient.Answer answer = ask(method, path, null);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(message == null ? answer.body() : json(answer.body()).text("message"))
                .isEqualTo(message == null ? "" : message);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | proxy         | 301 | /api/v1/namespaces/default/pods/p/proxy/
            HEAD | proxy?a=b     | 301 | /api/v1/namespaces/default/pods/p/proxy/?a=b
            POST | proxy         | 503 |
            GET  | proxy/        | 503 |
            GET  | proxy/metrics | 503 |
            """)
    void aProxyLeadsToItsRootSoThatLinksGoOnFromThere(String method, String path, int status, String location)
            throws Exception {
        RawClient.Answer answer = ask(method, "/api/v1/namespaces/default/pods/p/" + path, null);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("location")).isEqualTo(location);
    }

    /// Whatever comes of it otherwise.
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            GET     | rafts        | 200
            GET     | rafts/r      | 200
            GET     | rafts/none   | 404
            GET     | rafts/r/none | 404
            OPTIONS | rafts        | 405
            """)
    void whoComesToADeprecatedVersionIsTold(String method, String path, int status) throws Exception {
        RawClient.Answer answer = ask(method, "/apis/sea.example/v1beta1/" + path, null);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("warning", "299 - \"sea.example/v1beta1 Raft is deprecated; use sea.example/v1 Raft\"");
        assertThat(ask(method, "/apis/sea.example/v1/" + path, null).headers()).doesNotContainKey("warning");
    }

    @Test
    void aBookmarkOfCustomObjectsHasNoAge() throws Exception {
        String events = ask(
                        "GET",
                        "/apis/sea.example/v1/boats?watch=1&timeoutSeconds=1&allowWatchBookmarks=1&labelSelector=none",
                        accept("T"))
                .body();
        assertThat(events).contains("\"type\":\"BOOKMARK\"").contains("\"cells\":[\"\",null]");
    }

    @Test
    void discoveryTellsHowAKindOnItsWayOutIsStored() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            ObjectTree wrecks = json(ask("GET", "/apis/sea.example/v1", null).body())
                    .list("resources")
                    .objects()
                    .stream()
                    .filter(resource -> resource.text("name").equals("wrecks"))
                    .findFirst()
                    .orElseThrow();
            assertThat(wrecks.list("verbs").texts()).containsExactly("delete", "deletecollection", "get", "list", "watch");
            assertThat(wrecks.text("storageVersionHash")).hasSize(12);
        });
    }
}
