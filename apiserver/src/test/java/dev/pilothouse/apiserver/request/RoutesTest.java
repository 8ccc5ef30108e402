package dev.pilothouse.apiserver.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "GET,     /api/v1/pods, 200",
        "GET,     /api/v1/pods?fieldSelector=metadata.name=a, 200",
        "POST,    /api/v1/pods, 405",
        "DELETE,  /api/v1/pods, 405",
        "GET,     /api/v1/pods/a, 404",
        "GET,     /api/v1/namespaces/n/pods, 200",
        "POST,    /api/v1/namespaces/n/pods, 200",
        "DELETE,  /api/v1/namespaces/n/pods, 200",
        "PUT,     /api/v1/namespaces/n/pods, 405",
        "PATCH,   /api/v1/namespaces/n/pods, 405",
        "HEAD,    /api/v1/namespaces/n/pods, 405",
        "POST,    /api/v1/namespaces/n/pods/a, 405",
        "DELETE,  /api/v1/namespaces/n/pods/a, 200",
        "PUT,     /api/v1/namespaces/n/pods/a/status, 200",
        "DELETE,  /api/v1/namespaces/n/pods/a/status, 405",
        "GET,     /api/v1/namespaces/n/pods/a/nope, 404",
        "GET,     /api/v1/namespaces/n/pods/a/log/more, 404",
        "HEAD,    /api/v1/namespaces/n/pods/a/proxy/x/y, 200",
        "GET,     /api/v1/proxy/pods/a, 404",
        "GET,     /api/v1/proxy/namespaces/n/pods/a, 404",
        "GET,     /api/v1/watch/pods, 200",
        "POST,    /api/v1/watch/pods, 405",
        "GET,     /api/v1/watch/namespaces/n/pods/a, 200",
        "GET,     /api/v1/watch/namespaces/n/pods/a/log, 404",
        "DELETE,  /api/v1/namespaces, 405",
        "GET,     /api/v1/namespaces/n/nodes, 404",
        "POST,    /api/v1/namespaces/n/bindings, 200",
        "GET,     /api/v1/namespaces/n/bindings, 405",
        "POST,    /api/v1/bindings, 404",
        "POST,    /apis/authorization.k8s.io/v1/selfsubjectaccessreviews, 200",
        "GET,     /apis/authorization.k8s.io/v1/selfsubjectaccessreviews, 405",
        "POST,    /apis/authorization.k8s.io/v1/selfsubjectaccessreviews/a, 404",
    })
    void aPathTakesTheMethodsOfItsVerbs(String method, String url, int code) {
        assertEquals(code, check(method, url, Map.of()));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET   | application/json                        | 200",
                "GET   | text/html, application/yaml;q=0.1       | 200",
                "GET   | application/json;as=Table               | 200",
                "GET   | application/*                           | 406",
                "GET   | application/json;stream=watch           | 200",
                "GET   | text/html                               | 406",
                "GET   | Application/JSON                        | 406",
                "GET   | text/html, */*                          | 200",
                "PUT   | text/html                               | 415",
            })
    void anAnswerIsChosenByNamesAlone(String method, String accept, int code) {
        assertEquals(code, check(method, "/api/v1/namespaces/n/configmaps/a", Map.of("Accept", List.of(accept))));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "application/merge-patch+json, 200",
        "application/merge-patch+json; charset=utf-8, 200",
        "application/apply-patch+yaml, 200",
        "application/json, 415",
        "application/nope, 415",
    })
    void aPatchSaysWhatItIs(String type, int code) {
        assertEquals(
                code, check("PATCH", "/api/v1/namespaces/n/configmaps/a", Map.of("Content-Type", List.of(type))));
    }

    private static int check(String method, String url, Map<String, List<String>> headers) {
        String[] parts = url.split("\\?", 2);
        Resolved request = new Resolver()
                .resolve(new HttpRequest(
                        method,
                        parts[0],
                        parts.length > 1 ? parts[1] : "",
                        new Headers(headers),
                        new HttpRequest.Body.None(),
                        new HttpRequest.Peer.Remote("", List.of())));
        RequestInfo info = request.info();
        try {
            Routes.check(
                    request,
                    ApiResources.builtIn()
                            .find(info.groupVersion().resource(info.resource()))
                            .orElseThrow());
            return 200;
        } catch (ApiError refused) {
            return refused.code();
        }
    }
}
