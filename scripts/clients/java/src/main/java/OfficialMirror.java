import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.util.Config;
import java.time.Duration;
import java.util.stream.Collectors;

/// A mirror of the config maps of the namespace "mirrored", kept by the informer of the official Java client.
final class OfficialMirror {
    private OfficialMirror() {}

    static void main() throws Exception {
        var client = Config.defaultClient();
        client.setHttpClient(
                client.getHttpClient().newBuilder().readTimeout(Duration.ZERO).build());
        var api = new CoreV1Api(client);
        var factory = new SharedInformerFactory(client);
        SharedIndexInformer<V1ConfigMap> informer = factory.sharedIndexInformerFor(
                wanted -> api.listNamespacedConfigMap("mirrored")
                        .resourceVersion(wanted.resourceVersion)
                        .timeoutSeconds(wanted.timeoutSeconds)
                        .watch(wanted.watch)
                        .buildCall(null),
                V1ConfigMap.class,
                V1ConfigMapList.class);
        factory.startAllRegisteredInformers();
        Shown.onDemand(() -> informer.getIndexer().list().stream()
                .collect(Collectors.toMap(
                        each -> each.getMetadata().getName(),
                        each -> each.getMetadata().getResourceVersion())));
        factory.stopAllRegisteredInformers();
    }
}
