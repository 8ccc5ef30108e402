package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The role bindings of one image of the cluster by whom they bind, so that a decision looks at a handful of them instead
/// of at all. Immutable.
final class BindingIndex {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    /// Namespace, then subject, then the bindings in their order. Cluster role bindings have the empty namespace.
    private final Map<String, Map<Subject, List<Bound>>> byNamespace = new HashMap<>();

    /// Whom a binding names. A service account is the user that its tokens prove.
    private record Subject(boolean group, String name) {}

    /// One subject's part in a binding.
    ///
    /// @param position the place of the binding among all
    /// @param subject the place of the subject in the binding
    /// @param because why this binding allows something, in upstream's words
    record Bound(int position, int subject, ObjectTree roleRef, String because) {}

    BindingIndex(List<ObjectTree> bindings) {
        for (int position = 0; position < bindings.size(); position++) {
            add(position, bindings.get(position));
        }
    }

    private void add(int position, ObjectTree binding) {
        String namespace = ObjectMeta.namespace(binding);
        ObjectTree ref = binding.object("roleRef");
        List<ObjectTree> subjects = binding.list("subjects").objects();
        for (int place = 0; place < subjects.size(); place++) {
            ObjectTree each = subjects.get(place);
            String name = each.text("name");
            switch (each.text("kind")) {
                case "User" -> add(namespace, new Subject(false, name), new Bound(position, place, ref, because(binding, ref, each)));
                case "Group" -> add(namespace, new Subject(true, name), new Bound(position, place, ref, because(binding, ref, each)));
                case "ServiceAccount" -> {
                    String of = each.text("namespace").isEmpty() ? namespace : each.text("namespace");
                    if (!of.isEmpty()) {
                        Subject user = new Subject(false, SERVICE_ACCOUNT + of + ":" + name);
                        add(namespace, user, new Bound(position, place, ref, because(binding, ref, each)));
                    }
                }
                default -> {}
            }
        }
    }

    private void add(String namespace, Subject subject, Bound bound) {
        byNamespace
                .computeIfAbsent(namespace, _ -> new HashMap<>())
                .computeIfAbsent(subject, _ -> new ArrayList<>(1))
                .add(bound);
    }

    private static String because(ObjectTree binding, ObjectTree ref, ObjectTree subject) {
        String namespace = ObjectMeta.namespace(binding);
        String name = ObjectMeta.name(binding);
        String who = subject.text("kind").equals("ServiceAccount")
                ? "ServiceAccount \"" + subject.text("name") + "/" + subject.text("namespace") + "\""
                : subject.text("kind") + " \"" + subject.text("name") + "\"";
        String bound = namespace.isEmpty()
                ? "ClusterRoleBinding \"" + name + "\""
                : "RoleBinding \"" + name + "/" + namespace + "\"";
        return "RBAC: allowed by " + bound + " of " + ref.text("kind") + " \"" + ref.text("name") + "\" to " + who;
    }

    /// The bindings in a namespace that bind somebody, each once, by the first of its subjects, and in their order.
    Collection<Bound> of(Identity identity, String namespace) {
        Map<Subject, List<Bound>> here = byNamespace.getOrDefault(namespace, Map.of());
        TreeMap<Integer, Bound> found = new TreeMap<>();
        collect(found, here.getOrDefault(new Subject(false, identity.user()), List.of()));
        for (String group : identity.groups()) {
            collect(found, here.getOrDefault(new Subject(true, group), List.of()));
        }
        return found.values();
    }

    private static void collect(TreeMap<Integer, Bound> found, List<Bound> more) {
        more.forEach(bound ->
                found.merge(bound.position(), bound, (one, other) -> one.subject() <= other.subject() ? one : other));
    }
}
