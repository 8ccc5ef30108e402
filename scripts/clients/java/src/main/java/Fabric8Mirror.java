import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.stream.Collectors;

/// A mirror of the config maps of the namespace "mirrored", kept by fabric8's informer.
final class Fabric8Mirror {
    private Fabric8Mirror() {}

    static void main() throws Exception {
        try (var client = new KubernetesClientBuilder().build();
                SharedIndexInformer<ConfigMap> informer =
                        client.configMaps().inNamespace("mirrored").inform()) {
            Shown.onDemand(() -> informer.getStore().list().stream()
                    .collect(Collectors.toMap(
                            each -> each.getMetadata().getName(),
                            each -> each.getMetadata().getResourceVersion())));
        }
    }
}
