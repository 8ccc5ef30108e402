package dev.pilothouse.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.storage.AtRest;
import dev.pilothouse.apiserver.storage.StorageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
    private boolean storeAnswers = true;
    private boolean otherAnswers = true;
    private boolean staying = true;
    private final List<String> names = new ArrayList<>(List.of("kube-system", "cluster-admin", "kubernetes"));
    private final HealthChecks checks = checks(AtRest.plain(StorageFormat.TREE));

    private HealthChecks checks(AtRest atRest) {
        return new HealthChecks(
                new Named(),
                new StoreChecks(asked(() -> storeAnswers), List.of(asked(() -> otherAnswers)), atRest),
                () -> staying);
    }

    @Test
    void aHookHasFailedUntilWhatItMakesIsThere() {
        List<Health.Check> live = checks.live();
        assertThat(failing(live)).containsExactly("poststarthook/scheduling/bootstrap-system-priority-classes");
        names.add("system-node-critical");
        assertThat(failing(live)).isEmpty();
    }

    @Test
    void whatAHookMadeMayBeDeletedLater() {
        names.add("system-node-critical");
        List<Health.Check> live = checks.live();
        assertThat(failing(live)).isEmpty();
        names.clear();
        assertThat(failing(live)).isEmpty();
    }

    @Test
    void aServerThatStopsIsAliveAndNotReady() {
        names.add("system-node-critical");
        staying = false;
        assertThat(failing(checks.live())).isEmpty();
        assertThat(failing(checks.ready())).containsExactly("shutdown");
    }

    @Test
    void aStoreThatDoesNotAnswerFailsWhatNeedsIt() {
        names.add("system-node-critical");
        storeAnswers = false;
        assertThat(failing(checks.ready()))
                .containsExactly("etcd", "etcd-readiness", "poststarthook/storage-readiness");
    }

    @Test
    void aStoreOfSomeResourcesHasChecksOfItsOwn() {
        names.add("system-node-critical");
        otherAnswers = false;
        assertThat(failing(checks.live())).containsExactly("etcd-override-0");
        assertThat(failing(checks.ready())).containsExactly("etcd-override-0", "etcd-override-readiness-0");
        assertThat(checks.ready().stream().map(Health.Check::name).skip(2).limit(5))
                .containsExactly("etcd", "etcd-readiness", "etcd-override-0", "etcd-override-readiness-0", "informer-sync");
    }

    @Test
    void whoKeepsTheKeysIsNoQuestionOfLife() {
        names.add("system-node-critical");
        HealthChecks encrypted = checks(new AtRest(StorageFormat.TREE, Optional.of(() -> false), true, _ -> {}, AtRest.Patience.USUAL));
        assertThat(failing(encrypted.live())).isEmpty();
        assertThat(failing(encrypted.health())).containsExactly("kms-providers");
        assertThat(failing(encrypted.ready())).containsExactly("kms-providers");
        assertThat(encrypted.live()).extracting(Health.Check::name)
                .contains("poststarthook/start-encryption-provider-config-automatic-reload");
        assertThat(checks.ready()).extracting(Health.Check::name)
                .doesNotContain("kms-providers", "poststarthook/start-encryption-provider-config-automatic-reload");
    }

    private static List<String> failing(List<Health.Check> checks) {
        return checks.stream()
                .filter(check -> !check.passes().getAsBoolean())
                .map(Health.Check::name)
                .toList();
    }

    /// A cluster that knows names and nothing else.
    private final class Named implements PolicyReads {
        @Override
        public List<ObjectTree> list(GroupVersionResource resource, String namespace) {
            return List.of();
        }

        @Override
        public Object version(GroupVersionResource resource) {
            return this;
        }

        @Override
        public Optional<ObjectTree> get(GroupVersionResource resource, String namespace, String name) {
            return names.contains(name) ? Optional.of(ObjectTree.EMPTY) : Optional.empty();
        }

        @Override
        public Optional<ObjectTree> getLatest(GroupVersionResource resource, String namespace, String name) {
            return get(resource, namespace, name);
        }
    }

    private static StoreChecks.Asked asked(BooleanSupplier answers) {
        return new StoreChecks.Asked(answers, answers);
    }
}
