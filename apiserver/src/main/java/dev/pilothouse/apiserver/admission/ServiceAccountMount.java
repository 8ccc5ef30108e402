package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.RandomSuffix;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Gives each pod a service account, that account's pull secrets, and a token of it in every container.
final class ServiceAccountMount implements AdmissionPlugin {
    private static final String DEFAULT = "default";
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String VOLUME_PREFIX = "kube-api-access-";

    /// One hour and seven seconds: upstream marks its own tokens by the odd length.
    private static final long TOKEN_SECONDS = 60 * 60 + 7;

    /// What the volume is made of, the same in each pod.
    private static final ObjectTree TOKEN = Json.seal(token());

    private final PolicyReads reads;
    private final RandomGenerator random;

    ServiceAccountMount(PolicyReads reads, RandomGenerator random) {
        this.reads = reads;
        this.random = random;
    }

    @Override
    public String name() {
        return "ServiceAccount";
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        if (request.operation() != AdmissionRequest.Operation.CREATE || !request.isFor("", "pods")) {
            return request.object();
        }
        ObjectTree pod = request.object();
        if (pod.object("metadata").object("annotations").has(MIRROR)) {
            return pod;
        }
        ObjectTree spec = pod.object("spec");
        if (spec.text("serviceAccountName").isEmpty()) {
            spec = spec.with("serviceAccountName", DEFAULT);
        }
        String name = spec.text("serviceAccountName");
        spec = spec.with("serviceAccount", name);
        // A client that has just made the account may use it at once.
        Optional<ObjectTree> account = reads.get(ServiceAccount.RESOURCE, request.namespace(), name)
                .or(() -> reads.getLatest(ServiceAccount.RESOURCE, request.namespace(), name));
        if (account.isEmpty()) {
            throw ApiError.forbidden(
                    new GroupResource("", "pods"),
                    request.name(),
                    "error looking up service account " + request.namespace() + "/" + name + ": serviceaccount \""
                            + name + "\" not found");
        }
        if (wantsToken(account.get(), spec)) {
            spec = withToken(spec);
        }
        if (spec.list("imagePullSecrets").isEmpty()
                && !account.get().list("imagePullSecrets").isEmpty()) {
            spec = spec.with("imagePullSecrets", account.get().list("imagePullSecrets"));
        }
        return pod.with("spec", spec);
    }

    private static boolean wantsToken(ObjectTree account, ObjectTree spec) {
        Tree pod = spec.get("automountServiceAccountToken");
        Tree own = account.get("automountServiceAccountToken");
        return pod.isNull() ? own.isNull() || own.asBoolean() : pod.asBoolean();
    }

    private ObjectTree withToken(ObjectTree spec) {
        String existing = "";
        for (ObjectTree volume : spec.list("volumes").objects()) {
            if (volume.text("name").startsWith(VOLUME_PREFIX)) {
                existing = volume.text("name");
            }
        }
        String volume = existing.isEmpty() ? RandomSuffix.name(VOLUME_PREFIX, random) : existing;
        boolean mounted = false;
        ObjectTree result = spec;
        for (String field : List.of("initContainers", "containers")) {
            List<Tree> containers = new ArrayList<>();
            for (ObjectTree container : spec.list(field).objects()) {
                boolean taken = container.list("volumeMounts").objects().stream()
                        .anyMatch(mount -> mount.text("mountPath").equals(TOKEN_PATH));
                containers.add(
                        taken
                                ? container
                                : container.with(
                                        "volumeMounts", container.list("volumeMounts").plus(mount(volume))));
                mounted |= !taken;
            }
            if (!containers.isEmpty()) {
                result = result.with(field, ListTree.of(containers));
            }
        }
        return mounted && existing.isEmpty()
                ? result.with("volumes", result.list("volumes").plus(volume(volume)))
                : result;
    }

    private static ObjectTree mount(String volume) {
        return ObjectTree.builder()
                .put("name", volume)
                .put("readOnly", true)
                .put("mountPath", TOKEN_PATH)
                .build();
    }

    private static ObjectTree volume(String name) {
        return ObjectTree.builder().put("name", name).put("projected", TOKEN).build();
    }

    private static ObjectTree token() {
        ObjectTree token = ObjectTree.of(
                "serviceAccountToken",
                ObjectTree.builder()
                        .put("expirationSeconds", TOKEN_SECONDS)
                        .put("path", "token")
                        .build());
        ObjectTree authority = ObjectTree.of(
                "configMap",
                ObjectTree.builder()
                        .put("name", "kube-root-ca.crt")
                        .put("items", ListTree.of(item("ca.crt")))
                        .build());
        ObjectTree namespace = ObjectTree.builder()
                .put("path", "namespace")
                .put(
                        "fieldRef",
                        ObjectTree.builder()
                                .put("apiVersion", "v1")
                                .put("fieldPath", "metadata.namespace")
                                .build())
                .build();
        ObjectTree downward = ObjectTree.of("downwardAPI", ObjectTree.of("items", ListTree.of(namespace)));
        return ObjectTree.builder()
                .put("sources", ListTree.of(token, authority, downward))
                .put("defaultMode", 0644)
                .build();
    }

    private static ObjectTree item(String name) {
        return ObjectTree.builder().put("key", name).put("path", name).build();
    }
}
