package dev.pilothouse.apiserver.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.rbac.v1.ClusterRole;
import dev.pilothouse.api.rbac.v1.ClusterRoleBinding;
import dev.pilothouse.api.rbac.v1.Role;
import dev.pilothouse.api.rbac.v1.RoleBinding;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RbacTest {
    private static final Identity JANE = Identity.of("jane", "writers");
    private static final Identity BUILDER = Identity.of("system:serviceaccount:ci:builder");

    private final Policy policy = new Policy();
    private final Rbac rbac = new Rbac(policy);

    @BeforeEach
    void thereAreRoles() {
        policy.set(
                ClusterRole.RESOURCE,
                "{'metadata':{'name':'reader'},'rules':[{'apiGroups':[''],'resources':['pods'],'verbs':['get']}]}");
        policy.set(
                Role.RESOURCE,
                "{'metadata':{'name':'editor','namespace':'ci'},'rules':[{'apiGroups':[''],'resources':['pods'],"
                        + "'verbs':['update'],'resourceNames':['mine']}]}");
    }

    @Test
    void whatNobodyAllowedIsNotAllowed() {
        assertThat(reason(JANE, "get", "ci", "p")).isEmpty();
    }

    @Test
    void aClusterRoleBindingHoldsEverywhere() {
        policy.set(
                ClusterRoleBinding.RESOURCE,
                "{'metadata':{'name':'b'},'roleRef':{'kind':'ClusterRole','name':'reader'},"
                        + "'subjects':[{'kind':'Group','name':'writers'},{'kind':'User','name':'jane'}]}");
        assertThat(reason(JANE, "get", "ci", "p"))
                .isEqualTo("RBAC: allowed by ClusterRoleBinding \"b\" of ClusterRole \"reader\" to Group \"writers\"");
        assertThat(reason(Identity.of("jane"), "get", "", "p")).endsWith("to User \"jane\"");
        assertThat(reason(BUILDER, "get", "ci", "p")).isEmpty();
        assertThat(reason(Identity.of("writers"), "get", "ci", "p")).isEmpty();
    }

    @Test
    void aRoleBindingHoldsInItsNamespaceAlone() {
        policy.set(
                RoleBinding.RESOURCE,
                "{'metadata':{'name':'b','namespace':'ci'},'roleRef':{'kind':'Role','name':'editor'},"
                        + "'subjects':[{'kind':'ServiceAccount','name':'builder'}]}");
        assertThat(reason(BUILDER, "update", "ci", "mine"))
                .isEqualTo("RBAC: allowed by RoleBinding \"b/ci\" of Role \"editor\" to ServiceAccount \"builder/\"");
        assertThat(reason(BUILDER, "update", "ci", "other")).isEmpty();
        assertThat(reason(BUILDER, "update", "elsewhere", "mine")).isEmpty();
        assertThat(reason(BUILDER, "update", "", "mine")).isEmpty();
    }

    @Test
    void aChangeIsSeenAtOnce() {
        String binding = "{'metadata':{'name':'b'},'roleRef':{'kind':'ClusterRole','name':'reader'},"
                + "'subjects':[{'kind':'User','name':'%s'}]}";
        policy.set(ClusterRoleBinding.RESOURCE, binding.formatted("jane"));
        assertThat(reason(JANE, "get", "ci", "p")).isNotEmpty();
        policy.set(ClusterRoleBinding.RESOURCE, binding.formatted("joe"));
        assertThat(reason(JANE, "get", "ci", "p")).isEmpty();
    }

    private String reason(Identity who, String verb, String namespace, String name) {
        return rbac.decide(Attributes.resource(who, verb, "", "pods", namespace, name)).reason();
    }

    /// One object of each resource.
    private static final class Policy implements PolicyReads {
        private final Map<GroupVersionResource, ObjectTree> objects = new HashMap<>();

        void set(GroupVersionResource resource, String json) {
            try {
                objects.put(
                        resource,
                        Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                                .asObject());
            } catch (MalformedJson e) {
                throw new AssertionError(json, e);
            }
        }

        @Override
        public List<ObjectTree> list(GroupVersionResource resource, String namespace) {
            return objects.containsKey(resource) ? List.of(objects.get(resource)) : List.of();
        }

        @Override
        public Object version(GroupVersionResource resource) {
            return objects.getOrDefault(resource, ObjectTree.EMPTY);
        }

        @Override
        public Optional<ObjectTree> get(GroupVersionResource resource, String namespace, String name) {
            return list(resource, namespace).stream()
                    .filter(it -> ObjectMeta.name(it).equals(name)
                            && ObjectMeta.namespace(it).equals(namespace))
                    .findFirst();
        }

        @Override
        public Optional<ObjectTree> getLatest(GroupVersionResource resource, String namespace, String name) {
            return get(resource, namespace, name);
        }
    }
}
