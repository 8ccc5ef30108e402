package dev.pilothouse.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.request.Resolver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZPagesTest {
    private static final String NAMED = ";g=config.k8s.io;v=v1beta1;as=Flagz";

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                | text/plain; charset=utf-8
            ' '                                                               | text/plain; charset=utf-8
            */*                                                               | text/plain; charset=utf-8
            text/*                                                            | text/plain; charset=utf-8
            text/plain                                                        | text/plain; charset=utf-8
            application/json, text/plain                                      | text/plain; charset=utf-8
            application/json;v=v9;g=config.k8s.io;as=Flagz, */*               | text/plain; charset=utf-8
            application/json;v=v1beta1;g=config.k8s.io;as=Flagz               | application/json;g=config.k8s.io;v=v1beta1;as=Flagz
            application/json;v=v1alpha1;g=config.k8s.io;as=Flagz              | application/json;g=config.k8s.io;v=v1alpha1;as=Flagz
            application/yaml;v=v1beta1;g=config.k8s.io;as=Flagz               | application/yaml;g=config.k8s.io;v=v1beta1;as=Flagz
            */*;v=v1beta1;g=config.k8s.io;as=Flagz                            | application/json;g=config.k8s.io;v=v1beta1;as=Flagz
            text/plain;q=0.1, application/json;v=v1beta1;g=config.k8s.io;as=Flagz | application/json;g=config.k8s.io;v=v1beta1;as=Flagz
            """)
    void peopleGetTextAndProgramsWhatTheyName(String accept, String type) {
        assertThat(flagz(accept, "Go-http-client/2.0").contentType()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "application/json",
            "application/yaml",
            "application/xml",
            "application/json;v=v1beta1;g=config.k8s.io",
            "application/json;v=v1beta1;g=config.k8s.io;as=Statusz",
            "application/json;v=v1;g=config.k8s.io;as=Flagz",
            "application/json;v=v1beta1;g=config.k8s.io;as=Flagz;stream=watch",
            "application/json;v=v1beta1;g=config.k8s.io;as=Flagz;sv=v1",
            "application/vnd.kubernetes.protobuf;v=v1beta1;g=config.k8s.io;as=Flagz",
            "text/plain;v=v1beta1;g=config.k8s.io;as=Flagz",
    })
    void whatNamesNoObjectIsRefused(String accept) {
        assertThatThrownBy(() -> flagz(accept, "Go-http-client/2.0"))
                .isInstanceOfSatisfying(ApiError.class, refused -> assertThat(refused.code()).isEqualTo(406))
                .hasMessage("only the following media types are accepted: application/json, application/yaml, text/plain");
    }

    @Test
    void flagsAreListedByName() {
        assertThat(text(flagz("", ""))).isEqualTo("""

                kube-scheduler flagz
                Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for debugging purposes only.
                secure-port=10259
                v=2
                """);
        assertThat(text(flagz("application/json" + NAMED, "Go-http-client/2.0")))
                .isEqualTo("{\"apiVersion\":\"config.k8s.io/v1beta1\",\"flags\":{\"secure-port\":\"10259\",\"v\":\"2\"},"
                        + "\"kind\":\"Flagz\",\"metadata\":{\"name\":\"kube-scheduler\"}}");
        assertThat(text(flagz("application/json" + NAMED, "curl/8"))).startsWith("{\n  \"");
    }

    @Test
    void anOldVersionSaysThatItGoes() {
        assertThat(flagz("application/json;g=config.k8s.io;v=v1alpha1;as=Flagz", "").headers())
                .containsEntry(
                        "Warning",
                        List.of("299 - \"This version of the flagz endpoint is deprecated. Please use a newer version.\""));
        assertThat(flagz("application/json" + NAMED, "").headers()).isEmpty();
    }

    @Test
    void theStatusSaysWhatRunsSinceWhenAndWhereElseToLook() throws MalformedJson {
        ObjectTree status = Json.parse(((HttpResponse.Payload.Bytes) answer(
                                        "/statusz", "application/json;g=config.k8s.io;v=v1beta1;as=Statusz", "")
                                .payload())
                        .bytes())
                .asObject();
        assertThat(status.text("apiVersion")).isEqualTo("config.k8s.io/v1beta1");
        assertThat(status.text("startTime")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(status.text("emulationVersion")).isEqualTo("1.36");
        assertThat(status.list("paths").texts()).containsExactly("/healthz", "/metrics", "/statusz");
        assertThat(text(answer("/statusz", "", "")))
                .contains("\nkube-scheduler statusz\n", "\nStarted: ", "\nUp: 0 hr ", "\nPaths: /healthz /metrics /statusz\n");
    }

    @Test
    void aShutPageIsMissing() {
        assertThat(pages(false, true)).containsOnlyKeys("/statusz");
        assertThat(pages(true, false)).containsOnlyKeys("/flagz");
    }

    private static HttpResponse.Whole flagz(String accept, String agent) {
        return answer("/flagz", accept, agent);
    }

    private static HttpResponse.Whole answer(String path, String accept, String agent) {
        HttpRequest request = new HttpRequest(
                "GET",
                path,
                "",
                new Headers(Map.of("accept", List.of(accept), "user-agent", List.of(agent))),
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.Remote("127.0.0.1", List.of()));
        return (HttpResponse.Whole) pages(true, true).get(path).answer(new Resolver().resolve(request));
    }

    private static Map<String, Discovery.Page> pages(boolean flagz, boolean statusz) {
        return ZPages.pages(
                "kube-scheduler",
                new ServingOptions.Debugging(false, flagz, statusz, Optional.empty()),
                Map.of("v", "2", "secure-port", "10259"),
                () -> List.of("/", "/healthz", "/healthz/ping", "/metrics", "/metrics/slis", "/apis/apps", "/statusz"));
    }

    private static String text(HttpResponse.Whole answer) {
        return new String(((HttpResponse.Payload.Bytes) answer.payload()).bytes(), StandardCharsets.UTF_8);
    }
}
