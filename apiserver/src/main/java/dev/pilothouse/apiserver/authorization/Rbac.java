package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.api.rbac.v1.ClusterRole;
import dev.pilothouse.api.rbac.v1.ClusterRoleBinding;
import dev.pilothouse.api.rbac.v1.Role;
import dev.pilothouse.api.rbac.v1.RoleBinding;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authentication.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/// Role based access control: what the rules of the roles that are bound to somebody allow, and nothing else.
public final class Rbac implements Authorizer {
    private final PolicyReads reads;

    /// Of role bindings and cluster role bindings.
    private final Map<GroupVersionResource, Indexed> indexes = new ConcurrentHashMap<>();

    /// @param version read before the bindings: they may be newer, never older
    private record Indexed(Object version, BindingIndex index) {}

    public Rbac(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public Opinion decide(Attributes attributes) {
        Found found = new Found();
        visit(attributes.identity(), attributes.namespace(), (rule, because) -> {
            if (allows(rule, attributes)) {
                found.because = because;
                return false;
            }
            return true;
        });
        return found.because.isEmpty() ? Opinion.NONE : Opinion.allow(found.because);
    }

    private static final class Found {
        private String because = "";
    }

    /// The rules that apply to somebody in a namespace, or in the whole cluster if that is empty.
    public List<ObjectTree> rules(Identity identity, String namespace) {
        List<ObjectTree> rules = new ArrayList<>();
        visit(identity, namespace, (rule, _) -> rules.add(rule));
        return rules;
    }

    /// Shows each rule with the binding that brings it, until the visitor has seen enough.
    private void visit(Identity identity, String namespace, BiPredicate<ObjectTree, String> visitor) {
        if (!visitBindings(identity, ClusterRoleBinding.RESOURCE, "", visitor) || namespace.isEmpty()) {
            return;
        }
        visitBindings(identity, RoleBinding.RESOURCE, namespace, visitor);
    }

    private boolean visitBindings(
            Identity identity, GroupVersionResource resource, String namespace, BiPredicate<ObjectTree, String> visitor) {
        for (BindingIndex.Bound bound : index(resource).of(identity, namespace)) {
            ObjectTree ref = bound.roleRef();
            boolean cluster = ref.text("kind").equals("ClusterRole");
            Optional<ObjectTree> role = reads.get(
                    cluster ? ClusterRole.RESOURCE : Role.RESOURCE, cluster ? "" : namespace, ref.text("name"));
            if (role.isEmpty()) {
                continue;
            }
            for (ObjectTree rule : role.get().list("rules").objects()) {
                if (!visitor.test(rule, bound.because())) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The bindings as they are now. Made anew after a change, by whoever comes first; that two come at a time does no harm.
    private BindingIndex index(GroupVersionResource resource) {
        Object version = reads.version(resource);
        Indexed known = indexes.get(resource);
        if (known != null && known.version() == version) {
            return known.index();
        }
        BindingIndex index = new BindingIndex(reads.list(resource, ""));
        indexes.put(resource, new Indexed(version, index));
        return index;
    }

    static boolean allows(ObjectTree rule, Attributes a) {
        if (!has(rule.list("verbs"), a.verb())) {
            return false;
        }
        if (!a.isResource()) {
            return coversPath(rule.list("nonResourceURLs"), a.path());
        }
        return has(rule.list("apiGroups"), a.group())
                && coversResource(rule.list("resources"), a)
                && (rule.list("resourceNames").isEmpty() || contains(rule.list("resourceNames"), a.name()));
    }

    private static boolean coversResource(ListTree resources, Attributes a) {
        return has(resources, a.combinedResource())
                || !a.subresource().isEmpty() && contains(resources, "*/" + a.subresource());
    }

    static boolean coversPath(ListTree urls, String path) {
        for (Tree each : urls) {
            String url = each.asText();
            if (url.equals("*")
                    || url.equals(path)
                    || url.endsWith("*") && path.startsWith(url.substring(0, url.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    static boolean has(ListTree list, String wanted) {
        return contains(list, wanted) || contains(list, "*");
    }

    static boolean contains(ListTree list, String wanted) {
        for (Tree each : list) {
            if (each.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
