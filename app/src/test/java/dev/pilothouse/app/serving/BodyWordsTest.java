package dev.pilothouse.app.serving;

import static dev.pilothouse.app.serving.ServerAlone.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apiextensions.v1.CustomResourceDefinition;
import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What one is told whose body can't be read, by how far upstream's decoders come: to the kind that it names, or to its fields.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BodyWordsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private ServerAlone server;

    @BeforeAll
    void start() throws Exception {
        server = new ServerAlone();
        Client client = server.client();
        client.create(ConfigMap.RESOURCE, "default", json("{'metadata':{'name':'a'}}"));
        client.create(CustomResourceDefinition.RESOURCE, "", json("""
                {'metadata':{'name':'boats.sea.example'},'spec':{'group':'sea.example','scope':'Cluster','names':{'kind':'Boat',
                'plural':'boats'},'versions':[{'name':'v1','served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object'}}}]}}
                """));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ask("GET", "/apis/sea.example/v1/boats", "", "").status() == 200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private RawClient.Answer ask(String method, String path, String type, String body) throws Exception {
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            return client.say(method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/" + type
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .hear();
        }
    }

    /// STRUCT is the type of Go's that holds a kind and a version.
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ConfigMap | json | {'kind':1}                           | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({'kind':1})
            Boat      | json | {'kind':1}                           | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({'kind':1})
            Boat      | yaml | kind: 1                              | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string (6b696e643a2031)
            Boat      | json | {'apiVersion':[]}                    | couldn't get version/kind; json parse error: json: cannot unmarshal array into Go struct field .apiVersion of type string ({'apiVersion':[]})
            Boat      | json | {'apiVersion':'a/b/c','kind':'Boat'} | unexpected GroupVersion string: a/b/c ({'apiVersion':'a/b/c','kind':' ...)
            ConfigMap | json | {'apiVersion':'a/b/c','kind':'Boat'} | unexpected GroupVersion string: a/b/c ({'apiVersion':'a/b/c','kind':' ...)
            ConfigMap | json | []                                   | couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type STRUCT (5b5d)
            ConfigMap | yaml | []                                   | couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type STRUCT (5b5d)
            Boat      | yaml | 1                                    | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go value of type STRUCT (31)
            Boat      | yaml | {                                    | yaml: line 1: did not find expected node content ({)
            Boat      | json | ``                                   | couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)
            Boat      | yaml | ``                                   | Object 'Kind' is missing in '' (<empty>)
            Boat      | json | {}                                   | Object 'Kind' is missing in '{}' ({})
            """)
    void aBodyWithoutAReadableKindIsRefused(String kind, String type, String body, String why) throws Exception {
        RawClient.Answer answer = ask(
                "POST", kind.equals("Boat") ? "/apis/sea.example/v1/boats" : MAPS, type, body.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer.body().replace("'", "\\u0027")).text("message").replace('"', '\''))
                .isEqualTo("the object provided is unrecognized (must be of type " + kind + "): "
                        + why.replace(
                                "STRUCT",
                                "struct { APIVersion string 'json:\\'apiVersion,omitempty\\''; Kind string"
                                        + " 'json:\\'kind,omitempty\\'' }"));
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            json | []                     | 400 | couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value
            json | {'kind':1}             | 400 | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string
            json | {'kind':'X'}           | 400 | no kind 'X' is registered for version 'meta.k8s.io/v1' in scheme
            json | {'apiVersion':'a/b/c'} | 400 | unexpected GroupVersion string: a/b/c
            yaml | {                      | 400 | yaml: line 1: did not find expected node content
            json | {'apiVersion':'v1'}    | 404 | configmaps 'none' not found
            json | null                   | 404 | configmaps 'none' not found
            """)
    void soIsOneOfADeletion(String type, String body, int status, String why) throws Exception {
        RawClient.Answer answer = ask("DELETE", MAPS + "/none", type, body.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer.body().replace("'", "\\u0027")).text("message").replace('"', '\'')).startsWith(why);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PUT   | ``           | json             | ``
            PUT   | ``           | plain            | {'kind':'Boat'}
            PUT   | `?dryRun=x`  | json             | {'apiVersion':'sea.example/v1','kind':'Boat','metadata':{'name':'b'}}
            PATCH | ``           | merge-patch+json | {}
            """)
    void aNameIsMissedBeforeTheBodyIsRead(String method, String query, String type, String body) throws Exception {
        RawClient.Answer answer = ask(method, "/apis/sea.example/v1/boats" + query, type, body.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer.body()).text("message")).isEqualTo("name must be provided");
    }

    /// A strategic patch works on the object, whose kind is what it is; the others on its text, which has to be read again.
    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            strategic-merge-patch+json | {'kind':'Boat','apiVersion':'a/b/c','data':{'k':'s'}} | 200 |
            merge-patch+json           | {'kind':'ConfigMap','data':{'k':'m'}}                 | 200 |
            merge-patch+json           | {'kind':'Boat'}                                       | 422 | no kind 'Boat' is registered for version 'v1' in scheme 'pkg/runtime/scheme.go:111'
            merge-patch+json           | {'apiVersion':'apps/v1','kind':'Deployment'}          | 422 | converting (v1.Deployment) to (core.ConfigMap): unknown conversion
            merge-patch+json           | {'apiVersion':'a/b/c'}                                | 422 | unexpected GroupVersion string: a/b/c
            merge-patch+json           | {'kind':1}                                            | 422 | couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string
            json-patch+json            | [{'op':'replace','path':'/kind','value':'Boat'}]      | 422 | no kind 'Boat' is registered for version 'v1' in scheme 'pkg/runtime/scheme.go:111'
            json-patch+json            | [{'op':'test','path':'/kind','value':'ConfigMap','x':1}] | 200 |
            json-patch+json            | {}                                                    | 400 | error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp
            """)
    void aPatchMakesNoOtherKind(String type, String body, int status, String why) throws Exception {
        RawClient.Answer answer = ask("PATCH", MAPS + "/a", type, body.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(status);
        ObjectTree told = json(answer.body().replace("'", "\\u0027"));
        if (why == null) {
            assertThat(told.text("kind")).isEqualTo("ConfigMap");
        } else {
            assertThat(told.text("message").replace('"', '\'')).endsWith(why);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"Warn, 200", "Strict, 422", "Ignore, 200"})
    void fieldsOfAJsonPatchThatNobodyKnowsAreJudgedAsAsked(String judging, int status) throws Exception {
        RawClient.Answer answer = ask(
                "PATCH",
                MAPS + "/a?fieldValidation=" + judging,
                "json-patch+json",
                "[{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"ConfigMap\",\"x\":1}]");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("warning"))
                .isEqualTo(judging.equals("Warn") ? "299 - \"json patch unknown field \\\"[0].x\\\"\"" : null);
        if (status == 422) {
            assertThat(answer.body()).contains("strict decoding error: json patch unknown field");
        }
    }
}
