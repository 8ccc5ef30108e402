package dev.pilothouse.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pilothouse.api.tree.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One row a value that its field can't hold, and how Go's decoder tells of it.
final class WrongTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    apps.v1.DeploymentSpec | {'replicas': 'x'} | json: cannot unmarshal string into Go struct field DeploymentSpec.replicas of type int32
                    apps.v1.DeploymentSpec | {'replicas': 18446744073709551616} | json: cannot unmarshal number 18446744073709551616 into Go struct field DeploymentSpec.replicas of type int32
                    apps.v1.DeploymentSpec | {'replicas': 1.5} | json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.replicas of type int32
                    core.v1.PodSpec | {'restartPolicy': 1} | json: cannot unmarshal number into Go struct field PodSpec.restartPolicy of type v1.RestartPolicy
                    core.v1.PodSpec | {'containers': [{'name': 'c', 'resources': {'limits': []}}]} | json: cannot unmarshal array into Go struct field ResourceRequirements.containers.resources.limits of type v1.ResourceList
                    core.v1.PodSpec | {'nodeSelector': {'a': 1}} | json: cannot unmarshal number into Go struct field PodSpec.nodeSelector of type string
                    core.v1.PodSpec | {'volumes': [{'name': 'v', 'emptyDir': {'medium': 1}}]} | json: cannot unmarshal number into Go struct field EmptyDirVolumeSource.volumes.VolumeSource.emptyDir.medium of type v1.StorageMedium
                    core.v1.PodSpec | {'containers': [{'livenessProbe': {'httpGet': {'path': 1}}}]} | json: cannot unmarshal number into Go struct field HTTPGetAction.containers.livenessProbe.ProbeHandler.httpGet.path of type string
                    core.v1.PodSpec | {'containers': [{'name': 'c'}, {'name': 'd', 'command': ['a', 1]}]} | json: cannot unmarshal number into Go struct field Container.containers.command of type string
                    core.v1.Pod | {'metadata': {'labels': {'a': 1}}} | json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string
                    core.v1.Secret | {'data': {'a': 1}} | json: cannot unmarshal number into Go struct field Secret.data of type []uint8
                    certificates.v1.CertificateSigningRequest | {'spec': {'request': {}}} | json: cannot unmarshal object into Go struct field CertificateSigningRequestSpec.spec.request of type []uint8
                    core.v1.Pod | 1 | json: cannot unmarshal number into Go value of type v1.Pod
                    authorization.v1.SubjectAccessReviewSpec | {'extra': {'a': ['x', 1]}} | json: cannot unmarshal number into Go struct field SubjectAccessReviewSpec.extra of type string
                    authorization.v1.SubjectAccessReviewSpec | {'extra': {'a': 1}} | json: cannot unmarshal number into Go struct field SubjectAccessReviewSpec.extra of type []string
                    resource.v1.ResourceSliceSpec | {'devices': [{'name': 'd'}, {'attributes': {'m': {'int': 'x'}}}]} | json: cannot unmarshal string into Go struct field DeviceAttribute.devices.attributes.int of type int64
                    core.v1.ServiceSpec | {'ipFamilies': 'x'} | json: cannot unmarshal string into Go struct field ServiceSpec.ipFamilies of type []v1.IPFamily
                    core.v1.Taint | {'timeAdded': '2024-13-01T00:00:00Z'} | parsing time "2024-13-01T00:00:00Z": month out of range
                    core.v1.Taint | {'timeAdded': '2024-02-30T00:00:00Z'} | parsing time "2024-02-30T00:00:00Z": day out of range
                    core.v1.Taint | {'timeAdded': '2024-01-01T00:00:00Z '} | parsing time "2024-01-01T00:00:00Z ": extra text: " "
                    core.v1.Taint | {'timeAdded': '2024-01-01 00:00:00Z'} | parsing time "2024-01-01 00:00:00Z" as "2006-01-02T15:04:05Z07:00": cannot parse " 00:00:00Z" as "T"
                    core.v1.Taint | {'timeAdded': '2024-01-01T00:00:00'} | parsing time "2024-01-01T00:00:00" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"
                    coordination.v1.LeaseSpec | {'renewTime': '2024-01-01T00:00:00.1x'} | parsing time "2024-01-01T00:00:00.1x" as "2006-01-02T15:04:05.000000Z07:00": cannot parse ".1x" as ".000000"
                    """)
    void isToldOfAsGoDoes(String type, String sent, String problem) throws Exception {
        isTold("io.k8s.api." + type, sent, problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    CustomResourceDefinition | {'spec': {'scope': 1}} | json: cannot unmarshal number into Go struct field CustomResourceDefinitionSpec.spec.scope of type v1.ResourceScope
                    CustomResourceDefinition | {'spec': {'conversion': {'strategy': []}}} | json: cannot unmarshal array into Go struct field CustomResourceConversion.spec.conversion.strategy of type v1.ConversionStrategyType
                    """)
    void isToldOfInDefinitionsToo(String type, String sent, String problem) throws Exception {
        isTold("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1." + type, sent, problem);
    }

    private static void isTold(String type, String sent, String problem) throws Exception {
        TypeSchema schema = Schemas.builtIn().type(type);
        var tree = Json.parse(sent.replace('\'', '"'));
        Throwable told = catchThrowable(() -> new Decoding().object(tree, schema));
        assertThat(told).isInstanceOf(Decoding.WrongType.class).hasMessage(problem);
    }
}
