package dev.pilothouse.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.flowcontrol.v1.FlowSchema;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.http.Headers;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.Resolver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTest {
    private final List<ObjectTree> schemas = new ArrayList<>(List.of(
            schema("masters", 1, "exempt", "", group("system:masters"), resources("*", "*", "*", "*", true) + paths("*", "*")),
            schema("probes", 2, "exempt", "", group("*"), paths("get", "/healthz\",\"/livez/*")),
            schema("robots", 100, "work", "ByUser", account("ci", "*"), resources("create\",\"get", "apps", "deployments\",\"pods/log", "*", false)),
            schema("one-robot", 90, "work", "ByUser", account("ci", "first"), resources("*", "", "pods", "ci", false)),
            schema("lost", 5, "nowhere", "", user("*"), resources("*", "*", "*", "*", true)),
            schema("b-people", 200, "work", "ByNamespace", user("ann"), resources("*", "*", "*", "*", false)),
            schema("a-people", 200, "work", "", user("ann"), resources("list", "*", "*", "*", false)),
            schema("rest", 10_000, "rest", "", user("*"), resources("*", "*", "*", "*", true) + paths("*", "*"))));
    private final List<ObjectTree> levels = List.of(level("exempt", "Exempt"), level("work", "Limited"), level("rest", "Limited"));
    private Object version = new Object();

    private final Classifier classifier = new Classifier(new Classifier.Objects() {
        @Override
        public List<ObjectTree> list(GroupVersionResource resource) {
            return resource.equals(FlowSchema.RESOURCE) ? schemas : levels;
        }

        @Override
        public Object version(GroupVersionResource resource) {
            return version;
        }
    });

    @ParameterizedTest(name = "{0} of {1}: {2} {3} comes in {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            root                           | system:masters | DELETE | /api/v1/nodes/n                                 | masters   | exempt | ''
            root                           | system:masters | GET    | /metrics                                        | masters   | exempt | ''
            bob                            | -              | GET    | /healthz                                        | probes    | exempt | ''
            bob                            | -              | GET    | /livez/ping                                     | probes    | exempt | ''
            bob                            | -              | GET    | /livez                                          | rest      | rest   | ''
            bob                            | -              | POST   | /healthz                                        | rest      | rest   | ''
            system:serviceaccount:ci:any   | -              | POST   | /apis/apps/v1/namespaces/x/deployments          | robots    | work   | system:serviceaccount:ci:any
            system:serviceaccount:ci:a:b   | -              | POST   | /apis/apps/v1/namespaces/x/deployments          | rest      | rest   | ''
            system:serviceaccount:cd:any   | -              | POST   | /apis/apps/v1/namespaces/x/deployments          | rest      | rest   | ''
            system:serviceaccount:ci:any   | -              | GET    | /apis/apps/v1/namespaces/x/deployments/d/status | rest      | rest   | ''
            system:serviceaccount:ci:any   | -              | GET    | /apis/apps/v1/deployments                       | rest      | rest   | ''
            system:serviceaccount:ci:first | -              | GET    | /api/v1/namespaces/ci/pods/p                    | one-robot | work   | system:serviceaccount:ci:first
            system:serviceaccount:ci:first | -              | GET    | /api/v1/namespaces/cd/pods/p                    | rest      | rest   | ''
            ann                            | -              | GET    | /api/v1/namespaces/x/pods                       | a-people  | work   | ''
            ann                            | -              | POST   | /api/v1/namespaces/x/pods                       | b-people  | work   | x
            ann                            | -              | POST   | /api/v1/nodes                                   | rest      | rest   | ''
            """)
    void aRequestComesInTheFlowOfTheFirstSchemaThatMatches(
            String user, String group, String method, String path, String schema, String level, String flow) {
        Identity identity = group == null ? Identity.of(user) : Identity.of(user, group);
        Classified classified = classifier.classify(identity, info(method, path));
        assertThat(classified.schema()).isEqualTo(new Classified.Named(schema, "uid-" + schema));
        assertThat(classified.level())
                .isEqualTo(new Classified.Level(new Classified.Named(level, "uid-" + level), level.equals("exempt")));
        assertThat(classified.flow()).isEqualTo(flow);
    }

    @Test
    void aChangedSchemaIsHeededFromThenOn() {
        RequestInfo pods = info("GET", "/api/v1/namespaces/x/pods");
        assertThat(classifier.classify(Identity.of("bob"), pods).schema().name()).isEqualTo("rest");
        schemas.add(schema("bobs", 3, "work", "", user("bob"), resources("*", "*", "*", "*", true)));
        version = new Object();
        assertThat(classifier.classify(Identity.of("bob"), pods).schema().name()).isEqualTo("bobs");
    }

    @Test
    void withoutAnySchemaThatMatchesARequestComesInNone() {
        schemas.clear();
        assertThat(classifier.classify(Identity.of("bob"), info("GET", "/api"))).isEqualTo(Classified.NOWHERE);
    }

    private static RequestInfo info(String method, String path) {
        return new Resolver()
                .resolve(new HttpRequest(
                        method,
                        path,
                        "",
                        Headers.NONE,
                        new HttpRequest.Body.None(),
                        new HttpRequest.Peer.Remote("127.0.0.1", List.of())))
                .info();
    }

    private static String user(String name) {
        return "{\"kind\":\"User\",\"user\":{\"name\":\"" + name + "\"}}";
    }

    private static String group(String name) {
        return "{\"kind\":\"Group\",\"group\":{\"name\":\"" + name + "\"}}";
    }

    private static String account(String namespace, String name) {
        return "{\"kind\":\"ServiceAccount\",\"serviceAccount\":{\"namespace\":\"" + namespace + "\",\"name\":\"" + name + "\"}}";
    }

    private static String resources(String verbs, String groups, String resources, String namespaces, boolean everywhere) {
        return ",\"resourceRules\":[{\"verbs\":[\"" + verbs + "\"],\"apiGroups\":[\"" + groups + "\"],\"resources\":[\""
                + resources + "\"],\"namespaces\":[\"" + namespaces + "\"],\"clusterScope\":" + everywhere + "}]";
    }

    private static String paths(String verbs, String urls) {
        return ",\"nonResourceRules\":[{\"verbs\":[\"" + verbs + "\"],\"nonResourceURLs\":[\"" + urls + "\"]}]";
    }

    private static ObjectTree schema(
            String name, int precedence, String level, String distinguisher, String subject, String rules) {
        String method = distinguisher.isEmpty() ? "" : ",\"distinguisherMethod\":{\"type\":\"" + distinguisher + "\"}";
        return json("{\"metadata\":{\"name\":\"" + name + "\",\"uid\":\"uid-" + name + "\"},\"spec\":{\"matchingPrecedence\":"
                + precedence + ",\"priorityLevelConfiguration\":{\"name\":\"" + level + "\"}" + method
                + ",\"rules\":[{\"subjects\":[" + subject + "]" + rules + "}]}}");
    }

    private static ObjectTree level(String name, String type) {
        return json("{\"metadata\":{\"name\":\"" + name + "\",\"uid\":\"uid-" + name + "\"},\"spec\":{\"type\":\"" + type + "\"}}");
    }

    private static ObjectTree json(String text) {
        try {
            return Json.parse(text).asObject();
        } catch (MalformedJson broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
