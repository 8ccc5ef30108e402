package dev.pilothouse.app.serving;

import static dev.pilothouse.app.serving.ServerAlone.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.api.apiextensions.v1.CustomResourceDefinition;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What single kinds do in their own way.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KindMannersTest {
    private static final String JOBS = "/apis/batch/v1/namespaces/default/jobs";
    private static final String BOATS = "/apis/sea.example/v1/boats";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ServerAlone server;

    @BeforeAll
    void start() throws Exception {
        server = new ServerAlone();
        server.client().create(CustomResourceDefinition.RESOURCE, "", json("""
                {'metadata':{'name':'boats.sea.example'},'spec':{'group':'sea.example','scope':'Cluster','names':{'kind':'Boat',
                'plural':'boats'},'versions':[{'name':'v1','served':true,'storage':true,'subresources':{'scale':
                {'specReplicasPath':'.spec.oars','statusReplicasPath':'.status.oars'}},'schema':{'openAPIV3Schema':{'type':'object',
                'x-kubernetes-preserve-unknown-fields':true}}}]}}
                """));
        await().atMost(PATIENCE).until(() -> ask("GET", BOATS, "", "").status() == 200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private RawClient.Answer ask(String method, String path, String fields, String body) throws Exception {
        String sent = body.replace('\'', '"');
        try (RawClient client = new RawClient(server.administrator(), server.port())) {
            return client.say(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + fields
                            + "Content-Type: application/json\r\nContent-Length: " + sent.length() + "\r\n\r\n" + sent)
                    .hear();
        }
    }

    @Test
    void dependentsOfAJobAreLeftWhateverElseHoldsIt() throws Exception {
        ask("POST", JOBS, "", """
                {'metadata':{'name':'held','finalizers':['sea.example/hold']},'spec':{'template':{'spec':{'restartPolicy':'Never',
                'containers':[{'name':'c','image':'i'}]}}}}""");
        ask("DELETE", JOBS + "/held", "", "");
        assertThat(ask("GET", JOBS + "/held", "", "").body()).contains("[\"sea.example/hold\",\"orphan\"]");
    }

    @Test
    void aCustomObjectIsScaledWithoutSayingWhichRevision() throws Exception {
        ask("POST", BOATS, "", "{'apiVersion':'sea.example/v1','kind':'Boat','metadata':{'name':'b'},'spec':{'oars':2}}");
        RawClient.Answer scaled = ask("PUT", BOATS + "/b/scale", "", "{'metadata':{'name':'b'},'spec':{'replicas':4}}");
        assertThat(scaled.status()).isEqualTo(200);
        assertThat(ask("GET", BOATS + "/b", "", "").body()).contains("\"oars\":4");
        RawClient.Answer old = ask("PUT", BOATS + "/b/scale", "", "{'metadata':{'name':'b','resourceVersion':'1'},'spec':{'replicas':6}}");
        assertThat(old.status()).isEqualTo(409);
    }

    @Test
    void eachTableOfWatchedApiServicesNamesItsColumns() throws Exception {
        String table = "Accept: application/json;as=Table;v=v1;g=meta.k8s.io\r\n";
        String path = "?watch=1&timeoutSeconds=1&resourceVersion=0";
        await().atMost(PATIENCE).until(() -> ask("GET", "/apis/apiregistration.k8s.io/v1/apiservices", "", "").body().contains("v1.apps"));
        String services = ask("GET", "/apis/apiregistration.k8s.io/v1/apiservices" + path, table, "").body();
        assertThat(services.lines().filter(line -> line.startsWith("{")))
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.contains("\"columnDefinitions\":[{"));
        String spaces = ask("GET", "/api/v1/namespaces" + path, table, "").body();
        assertThat(spaces.lines().filter(line -> line.startsWith("{")).skip(1))
                .isNotEmpty()
                .allMatch(line -> line.contains("\"columnDefinitions\":null"));
    }

    @Test
    void aServiceByAnotherNameHasNoUseForAddresses() throws Exception {
        RawClient.Answer made = ask("POST", "/api/v1/namespaces/default/services", "", """
                {'metadata':{'name':'alias'},'spec':{'type':'ExternalName','externalName':'sea.example','externalIPs':['192.0.2.1']}}""");
        assertThat(made.headers().get("warning")).isEqualTo("299 - \"spec.externalIPs is ignored when spec.type is \\\"ExternalName\\\"\"");
    }

    @Test
    void serversSayWhereTheirPeersFindThem() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> ask("GET", "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases", "", "")
                        .body()
                        .matches("(?s).*\"kubernetes.io/peer-advertise-address\":\"[0-9.]+:[0-9]+\".*"));
    }
}
