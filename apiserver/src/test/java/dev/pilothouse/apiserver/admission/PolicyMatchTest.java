package dev.pilothouse.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which writes a policy looks at: here at the creation of a deployment's scale named `web`, in a namespace with a label.
final class PolicyMatchTest {
    private static final ObjectTree NAMESPACE = json("{'metadata': {'name': 'n', 'labels': {'team': 'a'}}}");
    private static final ObjectTree OBJECT = json("{'metadata': {'name': 'web', 'labels': {'app': 'b'}}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {} | true
                    {'namespaceSelector': {'matchLabels': {'team': 'a'}}} | true
                    {'namespaceSelector': {'matchLabels': {'team': 'z'}}} | false
                    {'objectSelector': {'matchLabels': {'app': 'b'}}} | true
                    {'objectSelector': {'matchLabels': {'app': 'z'}}} | false
                    {'resourceRules': [{'apiGroups': ['apps'], 'apiVersions': ['v1'], 'operations': ['CREATE'], 'resources': ['deployments/scale']}]} | true
                    {'resourceRules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'], 'resources': ['deployments/*']}]} | true
                    {'resourceRules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'], 'resources': ['*']}]} | false
                    {'resourceRules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['DELETE'], 'resources': ['*/*']}]} | false
                    {'resourceRules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'], 'resources': ['*/*'], 'scope': 'Cluster'}]} | false
                    {'resourceRules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'], 'resources': ['*/*'], 'resourceNames': ['other']}]} | false
                    {'excludeResourceRules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['*'], 'resources': ['*/*'], 'resourceNames': ['web']}]} | false
                    """)
    void looksAt(String constraints, boolean matches) {
        AdmissionRequest request = new AdmissionRequest(
                AdmissionRequest.Operation.CREATE,
                ApiResources.builtIn()
                        .find(new GroupVersionResource("apps", "v1", "deployments"))
                        .orElseThrow(),
                "scale",
                "n",
                "web",
                OBJECT,
                Optional.empty(),
                Identity.of("someone"),
                false);
        assertThat(PolicyMatch.matches(json(constraints), request, Optional.of(NAMESPACE)))
                .isEqualTo(matches);
    }

    private static ObjectTree json(String text) {
        try {
            return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                    .asObject();
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
