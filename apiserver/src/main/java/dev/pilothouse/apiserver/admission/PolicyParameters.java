package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.apiextensions.v1.CustomResourceDefinition;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.List;
import java.util.Optional;

/// Finds the objects that a binding hands to its policy.
final class PolicyParameters {
    /// What a policy is evaluated with: each of these, one after the other.
    sealed interface Found {
        /// @param each an empty object stands for no parameters
        record Objects(List<ObjectTree> each) implements Found {}

        record Misconfigured(String why) implements Found {}
    }

    private record Kind(GroupVersionResource resource, boolean namespaced) {}

    private final PolicyReads reads;

    PolicyParameters(PolicyReads reads) {
        this.reads = reads;
    }

    /// @param policy the policy's spec
    /// @param binding the binding's spec
    Found of(ObjectTree policy, ObjectTree binding, String requestNamespace) {
        if (!policy.has("paramKind") || !binding.has("paramRef")) {
            return new Found.Objects(List.of(ObjectTree.EMPTY));
        }
        ObjectTree wanted = policy.object("paramKind");
        Optional<Kind> kind = kind(wanted);
        if (kind.isEmpty()) {
            return new Found.Misconfigured("paramKind kind `" + wanted.text("apiVersion") + ", Kind=" + wanted.text("kind")
                    + "` not known");
        }
        ObjectTree reference = binding.object("paramRef");
        String namespace = reference.text("namespace");
        if (!kind.get().namespaced() && !namespace.isEmpty()) {
            return new Found.Misconfigured("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        }
        if (kind.get().namespaced() && namespace.isEmpty()) {
            namespace = requestNamespace;
            if (namespace.isEmpty()) {
                return new Found.Misconfigured(
                        "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
            }
        }
        List<ObjectTree> found = find(kind.get().resource(), namespace, reference);
        return found.isEmpty() && !reference.text("parameterNotFoundAction").equals("Allow")
                ? new Found.Misconfigured("no params found for policy binding with `Deny` parameterNotFoundAction")
                : new Found.Objects(found);
    }

    private List<ObjectTree> find(GroupVersionResource resource, String namespace, ObjectTree reference) {
        String name = reference.text("name");
        if (!name.isEmpty()) {
            return reads.get(resource, namespace, name).stream().toList();
        }
        LabelSelector selector = LabelSelector.of(reference.object("selector"));
        return reads.list(resource, namespace).stream()
                .filter(each -> selector.matches(each.object("metadata").object("labels")))
                .toList();
    }

    private Optional<Kind> kind(ObjectTree wanted) {
        String apiVersion = wanted.text("apiVersion");
        int slash = apiVersion.indexOf('/');
        GroupVersion version =
                new GroupVersion(slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
        Optional<ApiResource> builtIn = ApiResources.builtIn()
                .find(new GroupVersionKind(version.group(), version.version(), wanted.text("kind")));
        return builtIn.isPresent()
                ? builtIn.map(it -> new Kind(it.id(), it.namespaced()))
                : reads.list(CustomResourceDefinition.RESOURCE, "").stream()
                        .map(it -> it.object("spec"))
                        .filter(spec -> spec.text("group").equals(version.group())
                                && spec.object("names").text("kind").equals(wanted.text("kind")))
                        .findFirst()
                        .map(spec -> new Kind(
                                version.resource(spec.object("names").text("plural")),
                                spec.text("scope").equals("Namespaced")));
    }
}
