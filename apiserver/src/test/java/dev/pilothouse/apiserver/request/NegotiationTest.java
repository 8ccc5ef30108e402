package dev.pilothouse.apiserver.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
    private static final String REFUSED = "406";

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                                            | JSON WHOLE",
                "*/*                                                                           | JSON WHOLE",
                "application/*                                                                 | JSON WHOLE",
                "text/*, application/yaml                                                      | YAML WHOLE",
                "application/json;q=0.5, application/yaml                                      | YAML WHOLE",
                "application/json;q=0                                                          | JSON WHOLE",
                "application/json;q=many, application/yaml;q=0.1                               | YAML WHOLE",
                "*/*, application/yaml                                                         | YAML WHOLE",
                "*/*;q=0.9, application/yaml;q=0.1                                             | YAML WHOLE",
                "Application/JSON                                                              | 406",
                "application, application/yaml                                                 | YAML WHOLE",
                "application/json/v1, application/yaml                                         | YAML WHOLE",
                "application/json;as=Table;g=meta.k8s.io;v=v1                                  | JSON TABLE v1",
                "application/yaml;as=Table;g=meta.k8s.io;v=v1beta1                             | YAML TABLE v1beta1",
                "*/*;as=Table;g=meta.k8s.io;v=v1                                               | JSON TABLE v1",
                "application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1               | 406",
                "application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1, */*          | JSON WHOLE",
                "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1                  | JSON METADATA v1",
                "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1 | PROTOBUF METADATA v1",
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1beta1         | JSON METADATA_LIST v1beta1",
                "application/json;as=Table;g=meta.k8s.io;v=v2                                  | 406",
                "application/json;as=Table;v=v1                                                | 406",
                "application/json;g=meta.k8s.io;v=v1                                           | 406",
                "application/json;v=v1, application/yaml                                       | YAML WHOLE",
                "application/json;as=Pictures;g=meta.k8s.io;v=v1                               | 406",
                "application/json;AS=Table;charset=utf-8                                       | JSON WHOLE",
                "application/json;as=;charset                                                  | JSON WHOLE",
                "application/json;stream=watch                                                 | JSON WHOLE",
                "application/yaml;stream=watch                                                 | 406",
                "application/json;stream=river                                                 | 406",
                "application/json;sv=v1                                                        | JSON WHOLE",
                "application/json;sv=v2                                                        | 406",
            })
    void theFirstClauseThatFitsDecides(String accept, String form) {
        assertEquals(form, chosen(accept, Negotiation.Found.OBJECTS));
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "CUSTOM_OBJECTS | application/vnd.kubernetes.protobuf                                  | 406",
                "CUSTOM_OBJECTS | application/vnd.kubernetes.protobuf, application/json                | JSON WHOLE",
                "CUSTOM_OBJECTS | application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
                        + " | PROTOBUF METADATA v1",
                "UNTABLED       | application/json;as=Table;g=meta.k8s.io;v=v1                         | 406",
                "UNTABLED       | application/json;as=Table;g=meta.k8s.io;v=v1, application/json       | JSON WHOLE",
                "PAGE           | application/json;as=Table;g=meta.k8s.io;v=v1                         | 406",
                "PAGE           | application/yaml;as=Table;g=meta.k8s.io;v=v1, application/yaml       | YAML WHOLE",
                "PAGE           | application/json;sv=v1                                               | 406",
                "DISCOVERY      | application/json                                                     | 406",
                "DISCOVERY      | application/json;q=1, application/yaml;q=0.1;g=apidiscovery.k8s.io;v=v2;"
                        + "as=APIGroupDiscoveryList | YAML WHOLE v2",
                "DISCOVERY      | application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList | 406",
            })
    void whatIsFoundDecidesWhichFormsThereAre(Negotiation.Found found, String accept, String form) {
        assertEquals(form, chosen(accept, found));
    }

    @ParameterizedTest(name = "{0}, {1}, {2} -> {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | kubectl/v1 | application/json          | false",
                "pretty=true | kubectl/v1 | application/json          | true",
                "''          | curl/8     | application/json          | true",
                "pretty=0    | curl/8     | application/json          | false",
                "pretty=ja   | curl/8     | application/json          | false",
                "''          | kubectl/v1 | application/json;pretty=1 | true",
                "''          | kubectl/v1 | application/json;pretty=t | false",
                "''          | kubectl/v1 | application/xml;pretty=1, application/json | false",
            })
    void peopleGetLines(String query, String agent, String accept, boolean lines) {
        assertEquals(
                lines,
                Negotiation.isForPeople(request(query, Map.of("user-agent", List.of(agent), "accept", List.of(accept)))));
    }

    private static String chosen(String accept, Negotiation.Found found) {
        Resolved request = new Resolver().resolve(request("", Map.of("accept", List.of(accept))));
        try {
            Form form = Negotiation.choose(request, found);
            return (form.encoding() + " " + form.shape() + " " + form.version()).strip();
        } catch (ApiError refused) {
            assertEquals(
                    "only the following media types are accepted: application/json, application/yaml,"
                            + " application/vnd.kubernetes.protobuf",
                    refused.status().message());
            return REFUSED;
        }
    }

    @Test
    void aWatchIsNotSentInYaml() {
        Form form = Negotiation.choose(
                new Resolver().resolve(request("watch=1", Map.of("accept", List.of("application/yaml")))));
        ApiError refused = assertThrows(ApiError.class, () -> Negotiation.watched(form));
        assertEquals(
                "only the following media types are accepted: application/json;stream=watch,"
                        + " application/vnd.kubernetes.protobuf;stream=watch",
                refused.status().message());
    }

    private static HttpRequest request(String query, Map<String, List<String>> headers) {
        return new HttpRequest(
                "GET",
                "/api/v1/namespaces/n/configmaps",
                query,
                new Headers(headers),
                new HttpRequest.Body.None(),
                new HttpRequest.Peer.Remote("", List.of()));
    }
}
