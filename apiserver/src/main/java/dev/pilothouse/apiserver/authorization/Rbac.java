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
import java.util.Optional;
import java.util.function.BiPredicate;

/// Role based access control: what the rules of the roles that are bound to somebody allow, and nothing else.
public final class Rbac implements Authorizer {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private final PolicyReads reads;

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
        for (ObjectTree binding : reads.list(resource, namespace)) {
            Optional<ObjectTree> subject = subject(binding.list("subjects"), identity, namespace);
            if (subject.isEmpty()) {
                continue;
            }
            ObjectTree ref = binding.object("roleRef");
            boolean cluster = ref.text("kind").equals("ClusterRole");
            Optional<ObjectTree> role = reads.get(
                    cluster ? ClusterRole.RESOURCE : Role.RESOURCE, cluster ? "" : namespace, ref.text("name"));
            if (role.isEmpty()) {
                continue;
            }
            String because = because(binding, namespace, ref, subject.get());
            for (ObjectTree rule : role.get().list("rules").objects()) {
                if (!visitor.test(rule, because)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String because(ObjectTree binding, String namespace, ObjectTree ref, ObjectTree subject) {
        String name = binding.object("metadata").text("name");
        String who = subject.text("kind").equals("ServiceAccount")
                ? "ServiceAccount \"" + subject.text("name") + "/" + subject.text("namespace") + "\""
                : subject.text("kind") + " \"" + subject.text("name") + "\"";
        String bound = namespace.isEmpty()
                ? "ClusterRoleBinding \"" + name + "\""
                : "RoleBinding \"" + name + "/" + namespace + "\"";
        return "RBAC: allowed by " + bound + " of " + ref.text("kind") + " \"" + ref.text("name") + "\" to " + who;
    }

    private static Optional<ObjectTree> subject(ListTree subjects, Identity identity, String namespace) {
        for (Tree each : subjects) {
            ObjectTree subject = each.asObject();
            String name = subject.text("name");
            boolean same =
                    switch (subject.text("kind")) {
                        case "User" -> name.equals(identity.user());
                        case "Group" -> identity.isIn(name);
                        case "ServiceAccount" -> {
                            String of = subject.text("namespace").isEmpty() ? namespace : subject.text("namespace");
                            yield !of.isEmpty() && identity.user().equals(SERVICE_ACCOUNT + of + ":" + name);
                        }
                        default -> false;
                    };
            if (same) {
                return Optional.of(subject);
            }
        }
        return Optional.empty();
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
