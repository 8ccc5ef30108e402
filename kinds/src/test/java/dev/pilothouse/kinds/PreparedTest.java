package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of fields that nobody can set: they vanish before anything is judged.
final class PreparedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    v1 ServiceAccount | secrets | [{'name': 's', 'namespace': 'n', 'uid': 'u'}, {}, {'kind': 'Secret'}] | [{'name': 's'}, {}, {}]
                    v1 Node | spec | {'providerID': 'p', 'configSource': {'configMap': {'uid': 'u'}}} | {'providerID': 'p'}
                    storage.k8s.io/v1 CSIDriver | spec.preventPodSchedulingIfMissing | true | null
                    v1 PersistentVolumeClaim | spec.dataSourceRef | {'kind': 'K', 'name': 'x', 'namespace': 'n'} | null
                    v1 PersistentVolumeClaim | spec.resources | {'requests': {'storage': '500u'}} | {'requests': {'storage': '1m'}}
                    v1 PersistentVolume | spec.capacity | {'storage': '1500001n'} | {'storage': '2m'}
                    v1 ResourceQuota | spec.hard | {'cpu': '500u', 'memory': '1Gi'} | {'cpu': '1m', 'memory': '1Gi'}
                    v1 LimitRange | spec.limits | [{'type': 'Pod', 'max': {'cpu': '1n'}}] | [{'type': 'Pod', 'max': {'cpu': '1m'}}]
                    v1 Node | status | {'capacity': {'cpu': '2u'}} | {'capacity': {'cpu': '1m'}, 'allocatable': {'cpu': '1m'}}
                    """)
    void isStoredAs(String kind, String path, String sent, String stored) {
        ObjectTree created = Draft.of(kind, "{}").with(path, sent).created();
        assertThat(created.at(path.split("\\.")).toString())
                .isEqualTo(Draft.json(stored).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    v1 Node | {'status': {'phase': 'Running'}} | {'status': {'phase': 'Pending', 'config': {'error': 'e'}}} | {'phase': 'Pending'}
                    v1 Node | {'status': {'config': {}}} | {'status': {'config': {'error': 'e'}}} | {'config': {'error': 'e'}}
                    """)
    void isReportedAs(String kind, String old, String sent, String status) {
        ObjectTree prepared = Draft.of(kind, sent)
                .strategy()
                .prepareUpdate(Draft.of(kind, sent).object(), Draft.of(kind, old).object(), "status", Draft.WRITE);
        assertThat(prepared.get("status")).isEqualTo(Draft.json(status));
    }
}
