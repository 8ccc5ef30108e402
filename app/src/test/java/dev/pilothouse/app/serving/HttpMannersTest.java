package dev.pilothouse.app.serving;

import static dev.pilothouse.app.serving.ServerAlone.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apiextensions.v1.CustomResourceDefinition;
import dev.pilothouse.api.core.v1.ConfigMap;
import dev.pilothouse.api.rbac.v1.ClusterRoleBinding;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.client.Client;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients of all sorts are answered below and beside the API itself: methods, old and broken HTTP, browsers, deadlines,
/// too much at a time. Expectations are what upstream's server (Go's `net/http` and `go-restful`) does.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpMannersTest {
    private static final String OBJECTS = "/api/v1/namespaces/default/configmaps";

    /// A request waits a quarter of it for a seat.
    private static final Duration REQUEST = Duration.ofSeconds(8);

    private ServerAlone server;

    @BeforeAll
    void start() throws Exception {
        ServingOptions options = ServingOptions.USUAL
                .withTimeouts(REQUEST, Duration.ofMinutes(30))
                .withInflight(1, 1)
                .withBrowsers(
                        List.of("//dashboard\\.example(:|$)"), List.of("max-age=31536000", "includeSubDomains"));
        server = new ServerAlone(options);
        Client client = server.client();
        client.create(ConfigMap.RESOURCE, "default", json("{'metadata':{'name':'here'}}"));
        client.create(
                ClusterRoleBinding.RESOURCE,
                "",
                json("{'metadata':{'name':'user'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole',"
                        + "'name':'cluster-admin'},'subjects':[{'apiGroup':'rbac.authorization.k8s.io','kind':'User','name':'user'}]}"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private RawClient.Answer ask(String request) throws Exception {
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            client.say(request);
            return request.startsWith("HEAD") ? client.hearHead() : client.hear();
        }
    }

    @ParameterizedTest(name = "{0} {1} is answered {2}")
    @CsvSource(delimiter = '|', textBlock = """
            HEAD    | /healthz                                       | 200 | text/plain; charset=utf-8
            POST    | /healthz                                       | 200 | text/plain; charset=utf-8
            HEAD    | /api/v1/namespaces/default/configmaps          | 405 | application/json
            HEAD    | /api/v1/namespaces/default/configmaps/here     | 405 | application/json
            OPTIONS | /api/v1/namespaces/default/configmaps          | 405 | application/json
            TRACE   | /api/v1/namespaces/default/configmaps/here     | 405 | application/json
            BREW    | /api/v1/namespaces/default/configmaps/here     | 405 | application/json
            POST    | /api/v1/namespaces/default/configmaps/here     | 405 | application/json
            PUT     | /api/v1/namespaces/default/configmaps          | 405 | application/json
            POST    | /version                                       | 405 | application/json
            POST    | /openid/v1/jwks                                | 405 | application/json
            DELETE  | /api                                           | 405 | application/json
            HEAD    | /apis/apps/v1                                  | 405 | application/json
            OPTIONS | /apis                                          | 200 | application/json
            POST    | /apis/apps                                     | 200 | application/json
            POST    | /apis/apiregistration.k8s.io                   | 405 | application/json
            POST    | /api/v2                                        | 404 | application/json
            GET     | /apis//apps                                    | 404 | text/plain; charset=utf-8
            GET     | /apis//apps/v1                                 | 404 | text/plain; charset=utf-8
            GET     | /apis//                                        | 404 | text/plain; charset=utf-8
            GET     | /apis///                                       | 404 | text/plain; charset=utf-8
            GET     | /apis/apps///                                  | 200 | application/json
            POST    | /apis/apps/                                    | 200 | application/json
            POST    | /apis/apps//                                   | 405 | application/json
            GET     | /api//                                         | 200 | application/json
            POST    | /api//                                         | 405 | application/json
            GET     | /api/v1///                                     | 200 | application/json
            GET     | /version//                                     | 200 | application/json
            GET     | /openid/v1/jwks//                              | 200 | application/jwk-set+json
            GET     | /healthz//                                     | 404 | text/plain; charset=utf-8
            GET     | /api/v1/watch                                  | 500 | text/plain; charset=utf-8
            POST    | /apis/apps/v1/proxy/                           | 500 | text/plain; charset=utf-8
            GET     | /api/v1/proxy/namespaces/default/configmaps/here | 404 | application/json
            POST    | /index.html                                    | 200 | application/json
            POST    | /openapi/v3                                    | 200 | text/plain; charset=utf-8
            HEAD    | /openapi/v3/version                            | 200 | application/json
            BREW    | /nowhere                                       | 404 | text/plain; charset=utf-8
            GET     | https://somewhere/healthz                      | 200 | text/plain; charset=utf-8
            GET     | //api/v1/namespaces                            | 404 | text/plain; charset=utf-8
            GET     | /api/v1/namespaces//configmaps                 | 200 | application/json
            GET     | /api/v1//namespaces                            | 404 | application/json
            GET     | /version/x                                     | 404 | application/json
            GET     | /openid/v1/jwks/x                              | 404 | application/json
            GET     | /openid/v1                                     | 404 | text/plain; charset=utf-8
            GET     | /%61pi/v1/namespaces/default/configmaps/%68ere | 200 | application/json
            GET     | /api/v1/namespaces/default/configmaps%2Fhere   | 200 | application/json
            GET     | /api/v1/namespaces/default%2Fconfigmaps/here   | 200 | application/json
            GET     | /api/v1/namespaces/default/configmaps/he%2Fre  | 404 | application/json
            """)
    void aMethodThatAPathDoesNotHaveIsRefused(String method, String path, int status, String type) throws Exception {
        RawClient.Answer answer = ask(method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("content-type", type).containsKey("audit-id");
        if (status == 405 && !method.equals("HEAD")) {
            assertThat(answer.body())
                    .contains("\"reason\":\"MethodNotAllowed\"")
                    .contains("\"message\":\"the server does not allow this method on the requested resource\"");
        }
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /openapi/v2              | Accept-Encoding: gzip            | 200 | gzip
            /openapi/v2              | Accept-Encoding: br, GZIP;q=0.1  | 200 | gzip
            /openapi/v2              | Accept-Encoding: gzip;q=0        | 200 | none
            /openapi/v2              | Accept-Encoding: *               | 200 | none
            /openapi/v2              | Range: bytes=0-1                 | 206 | none
            /openapi/v2              | If-Match: "x"                    | 412 | none
            /openapi/v2              | Accept: text/plain               | 406 | none
            /openapi/v3/apis/apps/v1 | Accept-Encoding: gzip            | 200 | none
            /openapi/v3/apis/apps/v1 | If-None-Match: *                 | 304 | none
            /openapi/v3/apis/apps/v1 | Range: lines=1                   | 416 | none
            /openapi/v3/apis/apps/v1 | Accept: text/plain               | 406 | none
            /openapi/v2              | Accept: */json                   | 200 | none
            /openapi/v3/apis/apps/v1?hash=x | Accept: application/json  | 301 | none
            """)
    void documentsAreAnsweredToWhoKeepsOrPartsThem(String path, String header, int status, String coding)
            throws Exception {
        RawClient.Answer answer = ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().getOrDefault("content-encoding", "none")).isEqualTo(coding);
        assertThat(answer.headers().containsKey("vary")).isTrue();
        assertThat(answer.headers().containsKey("accept-ranges")).isEqualTo(status < 300);
    }

    /// The index has one form, and who takes no media type at all isn't answered in any.
    @ParameterizedTest(name = "{0} to who takes {1}: {2}")
    @CsvSource({
        "/openapi/v3, application/json, none",
        "/openapi/v3, text/html, none",
        "/openapi/v3/apis/apps/v1, garbage, none",
        "/openapi/v3/apis/apps/v1, text/html, Accept",
        "/openapi/v3/apis/apps/v1, application/json, Accept",
        "/openapi/v2, text/html, Accept",
    })
    void whatVariesWithWhoAsksSaysSo(String path, String accept, String vary) throws Exception {
        RawClient.Answer answer = ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n");
        assertThat(answer.headers().getOrDefault("vary", "none")).isEqualTo(vary);
    }

    @ParameterizedTest(name = "{0} to who takes {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /apis                        | application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList | 200 | APIGroupDiscoveryList
            /apis/                       | application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json | 200 | APIGroupList
            /apis/apps                   | text/html | 406 | only the following media types are accepted
            /apis/apiregistration.k8s.io | text/html | 406 | Available representations
            """)
    void groupsAreToldInTheFormThatAPathHas(String path, String accept, int status, String said) throws Exception {
        RawClient.Answer answer = ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains(said);
    }

    @Test
    void kindsThatWereDefinedAreNamedWithTheirGroup() throws Exception {
        server.client()
                .create(
                        CustomResourceDefinition.RESOURCE,
                        "",
                        json("{'metadata':{'name':'boats.sea.example'},'spec':{'group':'sea.example','scope':'Cluster','names':"
                                + "{'plural':'boats','singular':'boat','kind':'Boat','listKind':'BoatList'},'versions':[{'name':'v1',"
                                + "'served':true,'storage':true,'schema':{'openAPIV3Schema':{'type':'object'}}}]}}"));
        await().atMost(REQUEST)
                .untilAsserted(() -> assertThat(
                                ask("GET /apis HTTP/1.1\r\nHost: x\r\nAccept: application/json;g=apidiscovery.k8s.io;v=v2;"
                                                + "as=APIGroupDiscoveryList\r\n\r\n")
                                        .body())
                        .contains("{\"group\":\"sea.example\",\"kind\":\"Boat\",\"version\":\"v1\"}")
                        .contains("{\"group\":\"\",\"kind\":\"Deployment\",\"version\":\"\"}"));
    }

    @Test
    void aPathThatSaysNotWhatToWatchIsRefusedBeforeAnybodyAsksWhoItIs() throws Exception {
        RawClient.Answer answer = ask("GET /api/v1/watch?a=<b>&c='d' HTTP/1.1\r\nHost: x\r\n\r\n".replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers()).doesNotContainKey("cache-control").containsKey("audit-id");
        assertThat(answer.body())
                .isEqualTo("Internal Server Error: \"/api/v1/watch?a=&lt;b&gt;&amp;c=\\\"d\\\"\": failed to create RequestInfo: "
                        + "unable to determine kind and namespace from url, /api/v1/watch?a=&lt;b&gt;&amp;c=\"d\"\n");
    }

    @Test
    void whatCannotBeExcludedFromAHealthCheckIsQuoted() throws Exception {
        assertThat(ask("GET /livez?verbose&exclude=%22q%22&exclude=b HTTP/1.1\r\nHost: x\r\n\r\n").body())
                .contains("warn: some health checks cannot be excluded: no matches for \"\\\"q\\\"\",\"b\"\n");
    }

    @Test
    void thereIsNoWayThroughToSomebodyElse() throws Exception {
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            assertThat(client.say("CONNECT somewhere:443 HTTP/1.1\r\nHost: somewhere\r\n\r\n").hear().status()).isEqualTo(404);
            assertThat(client.isHungUpOn()).isTrue();
        }
    }

    @Test
    void theServerItselfHasNothingToSay() throws Exception {
        RawClient.Answer answer = ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-length", "0").doesNotContainKeys("content-type", "audit-id");
    }

    @Test
    void headIsGetWithoutItsContent() throws Exception {
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            RawClient.Answer head = client.say("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n").hearHead();
            assertThat(head.headers()).containsEntry("content-length", "2");
            assertThat(client.say("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").hear().body()).isEqualTo("ok");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/api/v1/namespaces/default/configmaps/here, go, true",
        "/api/v1/namespaces/default/configmaps, go, true",
        "/apis, go, true",
        "/api/v1/nothing, go, true",
        "/api/v1/namespaces/default/configmaps/here, curl/8, false",
        "/, go, false",
        "/version, go, false"
    })
    void anAnswerIsALineUnlessItIsLaidOut(String path, String agent, boolean line) throws Exception {
        String body = ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nUser-Agent: " + agent + "\r\n\r\n").body();
        assertThat(body.indexOf('\n') == body.length() - 1).isEqualTo(line);
        assertThat(body).endsWith(line ? "}\n" : "\n}");
    }

    @Test
    void oldHttpIsAnsweredAndHungUpOn() throws Exception {
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            RawClient.Answer answer = client.say("GET " + OBJECTS + "/here HTTP/1.0\r\n\r\n").hear();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).doesNotContainKey("transfer-encoding");
            assertThat(answer.body()).contains("\"name\":\"here\"");
            assertThat(client.isHungUpOn()).isTrue();
        }
    }

    @Test
    void aWatchOverOldHttpEndsWithItsConnection() throws Exception {
        RawClient.Answer answer = ask("GET " + OBJECTS + "?watch=1&timeoutSeconds=1 HTTP/1.0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("transfer-encoding");
        assertThat(answer.body()).startsWith("{\"type\":\"ADDED\"").endsWith("}\n");
    }

    @Test
    void aLongHeaderIsTaken() throws Exception {
        assertThat(ask("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(1_000_000) + "\r\n\r\n").status())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} is answered {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET /healthz HTTP/1.1~Host: x~X-Long: LONG | 431
            GET /healthz?LONG HTTP/1.1~Host: x         | 431
            GET /healthz HTTP/1.1~Host: x~No colon     | 400
            GET /healthz HTTP/1.1                      | 400
            GET /healthz HTTP/7.1~Host: x              | 505
            GET%/healthz~Host: x                       | 400
            """)
    void whatIsNoRequestIsRefusedInPlainText(String head, int status) throws Exception {
        String request = head.replace("LONG", "x".repeat(1 << 20)).replace("~", "\r\n") + "\r\n\r\n";
        RawClient.Answer answer = ask(request);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("content-type", "text/plain; charset=utf-8")
                .containsEntry("connection", "close");
        assertThat(answer.body()).startsWith(status + " ");
    }

    @ParameterizedTest(name = "{0} {1} from {2}: {3}, allowed: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            OPTIONS | /api/v1/pods | https://dashboard.example       | 204 | yes
            OPTIONS | /nowhere     | http://dashboard.example:8080   | 204 | yes
            GET     | /api/v1/pods | https://dashboard.example       | 200 | yes
            GET     | /nowhere     | https://dashboard.example       | 404 | yes
            OPTIONS | /api/v1/pods | https://dashboard.example.evil  | 405 | no
            GET     | /api/v1/pods | https://evil/dashboard.example  | 200 | no
            GET     | /api/v1/pods | null                            | 200 | no
            OPTIONS | /api/v1/pods | ''                              | 405 | no
            """)
    void scriptsOfAllowedSitesMayReadAnswers(String method, String path, String origin, int status, String allowed)
            throws Exception {
        RawClient.Answer answer = ask(method + " " + path + " HTTP/1.1\r\nHost: x\r\n"
                + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n") + "\r\n");
        assertThat(answer.status()).isEqualTo(status);
        if (allowed.equals("yes")) {
            assertThat(answer.headers())
                    .containsEntry("access-control-allow-origin", origin)
                    .containsEntry("access-control-allow-credentials", "true")
                    .containsEntry("access-control-allow-methods", "POST, GET, OPTIONS, PUT, DELETE, PATCH")
                    .containsEntry("access-control-expose-headers", "Date");
        } else {
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/healthz", "/nowhere", "/api/v1/namespaces", "/api/v1/namespaces?timeout=never"})
    void everyAnswerTellsBrowsersToComeByTlsOnly(String path) throws Exception {
        assertThat(ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").headers())
                .containsEntry("strict-transport-security", "max-age=31536000; includeSubDomains")
                .containsEntry("cache-control", "no-cache, private");
    }

    @ParameterizedTest(name = "timeout={0} is answered {1}")
    @CsvSource(delimiter = '|', textBlock = """
            300ms | 504 | Timeout: request did not complete within the allotted timeout
            0s    | 201 |
            -3s   | 201 |
            1h    | 201 |
            soon  | 400 | invalid timeout specified in the request URL - time: invalid duration \\"soon\\"
            5     | 400 | invalid timeout specified in the request URL - time: missing unit in duration \\"5\\"
            """)
    void aRequestHasTheTimeThatItAsksFor(String timeout, int status, String message) throws Exception {
        String body = "{\"metadata\":{\"generateName\":\"timed-\"}}";
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            client.say("POST " + OBJECTS + "?timeout=" + timeout + " HTTP/1.1\r\nHost: x\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n");
            if (status != 504) {
                client.say(body);
            }
            RawClient.Answer answer = client.hear();
            assertThat(answer.status()).isEqualTo(status);
            Optional.ofNullable(message).ifPresent(expected -> assertThat(answer.body()).contains(expected));
        }
    }

    @Test
    void aWatchIsNoRequestWithADeadline() throws Exception {
        RawClient.Answer answer = ask("GET " + OBJECTS
                + "?watch=1&timeout=1ms&timeoutSeconds=2 HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"name\":\"here\"").endsWith("}\n");
    }

    @Test
    void whoFindsNoSeatIsToldToComeAgainWhileReadersAndAdministratorsAreServed() throws Exception {
        String body = "{\"metadata\":{\"name\":\"slow\"}}";
        String head = " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ";
        try (RawClient slow = new RawClient(server.user("user"), server.port());
                RawClient second = new RawClient(server.user("user"), server.port());
                RawClient reader = new RawClient(server.user("user"), server.port())) {
            // Holds the only seat of those who write.
            slow.say("POST " + OBJECTS + head + body.length() + "\r\n\r\n");
            Thread.sleep(500);
            RawClient.Answer refused = second.say("DELETE " + OBJECTS + "/nobody" + head + "0\r\n\r\n").hear();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.headers())
                    .containsEntry("retry-after", "1")
                    .containsEntry("content-type", "text/plain; charset=utf-8");
            assertThat(refused.body()).isEqualTo("Too many requests, please try again later.\n");
            assertThat(reader.say("GET " + OBJECTS + "/here HTTP/1.1\r\nHost: x\r\n\r\n").hear().status())
                    .isEqualTo(200);
            assertThat(ask("DELETE " + OBJECTS + "/nobody" + head + "0\r\n\r\n").status()).isEqualTo(404);
            assertThat(slow.say(body).hear().status()).isEqualTo(201);
            assertThat(second.say("DELETE " + OBJECTS + "/nobody" + head + "0\r\n\r\n").hear().status()).isEqualTo(404);
        }
    }
}
