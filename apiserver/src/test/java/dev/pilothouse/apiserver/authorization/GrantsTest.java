package dev.pilothouse.apiserver.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantsTest {
    private static final String HELD =
            "[{'apiGroups':[''],'resources':['configmaps','*/scale'],'verbs':['get','list']},"
                    + "{'apiGroups':[''],'resources':['secrets'],'resourceNames':['mine'],'verbs':['*']},"
                    + "{'nonResourceURLs':['/metrics/*'],'verbs':['get']}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{'apiGroups':[''],'resources':['configmaps'],'verbs':['get']} | -",
                "{'apiGroups':[''],'resources':['configmaps'],'resourceNames':['x'],'verbs':['list']} | -",
                "{'apiGroups':[''],'resources':['pods/scale'],'verbs':['get']} | -",
                "{'apiGroups':[''],'resources':['secrets'],'resourceNames':['mine'],'verbs':['delete']} | -",
                "{'nonResourceURLs':['/metrics/cadvisor','/metrics/*'],'verbs':['get']} | -",
                "{'apiGroups':[''],'resources':['configmaps'],'verbs':['get','watch','patch']}"
                        + " | {APIGroups:[''], Resources:['configmaps'], Verbs:['watch' 'patch']}",
                "{'apiGroups':['apps'],'resources':['pods/scale'],'verbs':['get']}"
                        + " | {APIGroups:['apps'], Resources:['pods/scale'], Verbs:['get']}",
                "{'apiGroups':[''],'resources':['secrets'],'verbs':['get']}"
                        + " | {APIGroups:[''], Resources:['secrets'], Verbs:['get']}",
                "{'apiGroups':[''],'resources':['secrets'],'resourceNames':['other'],'verbs':['get']}"
                        + " | {APIGroups:[''], Resources:['secrets'], ResourceNames:['other'], Verbs:['get']}",
                "{'apiGroups':['*'],'resources':['*'],'verbs':['*']}"
                        + " | {APIGroups:['*'], Resources:['*'], Verbs:['*']}",
                "{'nonResourceURLs':['/healthz'],'verbs':['get']} | {NonResourceURLs:['/healthz'], Verbs:['get']}"
            })
    void namesWhatIsNotHeld(String wanted, String missing) {
        assertThat(Grants.missing(rules(HELD), rules("[" + wanted + "]")))
                .isEqualTo(missing == null ? List.of() : List.of(missing.replace('\'', '"')));
    }

    private static List<ObjectTree> rules(String json) {
        try {
            return Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                    .asList()
                    .objects();
        } catch (MalformedJson e) {
            throw new AssertionError(json, e);
        }
    }
}
