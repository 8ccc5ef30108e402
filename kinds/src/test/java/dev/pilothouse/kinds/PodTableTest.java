package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// READY, STATUS, RESTARTS and AGE as `kubectl get pods` shows them.
final class PodTableTest {
    private static final Draft POD = Draft.of(
            "v1 Pod",
            """
            {'metadata': {'creationTimestamp': '2026-03-01T11:00:00Z'}, 'spec': {
              'containers': [{'name': 'a', 'image': 'i'}, {'name': 'b', 'image': 'i'}]}}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {'phase': 'Pending'} | ["sample","0/2","Pending","0","60m"]
                    {'phase': 'Failed', 'reason': 'Evicted'} | ["sample","0/2","Evicted","0","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'ready': true, 'state': {'running': {}}, 'restartCount': 2, 'lastState': {'terminated': {'finishedAt': '2026-03-01T11:55:00Z'}}}, {'name': 'b', 'ready': true, 'state': {'running': {}}, 'restartCount': 1}]} | ["sample","2/2","Running","3 (5m ago)","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'waiting': {'reason': 'CrashLoopBackOff'}}, 'restartCount': 4}]} | ["sample","0/2","CrashLoopBackOff","4","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 3}}}]} | ["sample","0/2","ExitCode:3","0","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 0, 'reason': 'Completed'}}}, {'name': 'b', 'state': {'terminated': {'exitCode': 1}}}]} | ["sample","0/2","ExitCode:1","0","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 0, 'reason': 'Completed'}}}, {'name': 'b', 'state': {'terminated': {'exitCode': 1, 'reason': 'Error'}}}]} | ["sample","0/2","Error","0","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 0, 'reason': 'Completed'}}}, {'name': 'b', 'state': {'terminated': {'exitCode': 137, 'signal': 9}}}]} | ["sample","0/2","Signal:9","0","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 0, 'reason': 'Completed'}}}, {'name': 'b', 'state': {'terminated': {'exitCode': 1, 'reason': 'OOMKilled'}}}, {'name': 'b', 'state': {'terminated': {'exitCode': 2}}}]} | ["sample","0/2","OOMKilled","0","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 0, 'reason': 'Completed'}}}, {'name': 'b', 'state': {'terminated': {'exitCode': 0, 'reason': 'Odd'}}}]} | ["sample","0/2","Completed","0","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 0, 'reason': 'Completed'}}}, {'name': 'r', 'ready': true, 'state': {'running': {}}}, {'name': 'b', 'state': {'terminated': {'exitCode': 1, 'reason': 'Error'}}}]} | ["sample","1/2","Error","0","60m"]
                    {'phase': 'Running', 'conditions': [{'type': 'Ready', 'status': 'True'}], 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 0, 'reason': 'Completed'}}}, {'name': 'r', 'ready': true, 'state': {'running': {}}}, {'name': 'b', 'state': {'terminated': {'exitCode': 1, 'reason': 'Error'}}}]} | ["sample","1/2","Running","0","60m"]
                    {'phase': 'Running', 'containerStatuses': [{'name': 'a', 'state': {'terminated': {'exitCode': 0, 'reason': 'Completed'}}}, {'name': 'r', 'ready': true, 'state': {'running': {}}}]} | ["sample","1/2","NotReady","0","60m"]
                    {'phase': 'Pending', 'conditions': [{'type': 'PodScheduled', 'status': 'False', 'reason': 'SchedulingGated'}]} | ["sample","0/2","SchedulingGated","0","60m"]
                    """)
    void summarizes(String status, String cells) {
        ObjectTree pod = POD.with("status", status).object();
        var row = POD.strategy().kind().table().cells(pod, Draft.NOW);
        assertThat(row.texts().subList(0, 5)).isEqualTo(Draft.json(cells).asList().texts());
    }

    @ParameterizedTest
    @CsvSource({"Running, Terminating", "Succeeded, Succeeded"})
    void showsThatItGoes(String phase, String shown) {
        ObjectTree pod = POD.with("metadata.deletionTimestamp", "'2026-03-01T12:00:10Z'")
                .with("status.phase", "'" + phase + "'")
                .object();
        String status = POD.strategy().kind().table().cells(pod, Draft.NOW).get(2).asText();
        assertThat(status).isEqualTo(shown);
    }
}
