package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// One file a kind, one row a rule: a change to a sound object, and what clients are told ([KindTable]).
final class KindTablesTest {

    /// Kinds that nobody writes, and those that test files of their own judge.
    private static final List<String> ELSEWHERE = List.of(
            "ComponentStatus",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");

    @TestFactory
    Stream<DynamicNode> everyRowSaysWhatClientsAreTold() throws IOException {
        return KindTable.all().stream()
                .flatMap(table -> table.rows().stream()
                        .map(row -> DynamicTest.dynamicTest(
                                table.kind() + ": " + row.line(),
                                () -> assertThat(row.told(table)).isEqualTo(row.causes()))));
    }

    @Test
    void everyStoredKindHasATable() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (ApiResource resource : ApiResources.builtIn().all()) {
            boolean stored = resource.verbs().contains("list");
            String kind = resource.groupVersionKind().kind();
            if (stored && !ELSEWHERE.contains(kind)) {
                missing.add(kind);
            }
        }
        KindTable.all().forEach(table -> missing.remove(table.kind().split(" ")[1]));
        assertThat(missing).isEmpty();
    }
}
