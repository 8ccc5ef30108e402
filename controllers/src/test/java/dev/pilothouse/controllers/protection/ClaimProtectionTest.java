package dev.pilothouse.controllers.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A claim is held by the pods that have a node and mention it.
class ClaimProtectionTest {

    @ParameterizedTest(name = "a pod on \"{0}\" with the volume {1} holds the claim: {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "n | {\"name\":\"v\",\"persistentVolumeClaim\":{\"claimName\":\"c\"}} | true",
                "n | {\"name\":\"v\",\"persistentVolumeClaim\":{\"claimName\":\"other\"}} | false",
                "n | {\"name\":\"v\",\"emptyDir\":{}} | false",
                "`` | {\"name\":\"v\",\"persistentVolumeClaim\":{\"claimName\":\"c\"}} | false",
            })
    void isHeldByPodsOnNodes(String node, String volume, boolean held) throws MalformedJson {
        ObjectTree pod = pod("p", node, volume);
        assertEquals(held, ClaimProtection.isUsed(new Key("a", "c"), List.of(pod)));
    }

    @ParameterizedTest(name = "the volume {0} of the pod \"db\" is made as the claim \"{1}\"")
    @CsvSource({"data, db-data", "log, db-log"})
    void namesTheClaimOfAnEphemeralVolume(String volume, String claim) throws MalformedJson {
        ObjectTree pod = pod("db", "n", "{\"name\":\"" + volume + "\",\"ephemeral\":{\"volumeClaimTemplate\":{}}}");
        assertEquals(List.of(new Key("a", claim)), ClaimProtection.claimsOf(pod));
    }

    private static ObjectTree pod(String name, String node, String volume) throws MalformedJson {
        String json = "{\"metadata\":{\"namespace\":\"a\",\"name\":\"" + name + "\"},\"spec\":{\"nodeName\":\"" + node
                + "\",\"volumes\":[" + volume + "]}}";
        return (ObjectTree) Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
