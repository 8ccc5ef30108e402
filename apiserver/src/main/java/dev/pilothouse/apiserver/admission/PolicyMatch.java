package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/// Whether a policy, or a binding of one, looks at a write. What isn't said doesn't narrow.
final class PolicyMatch {
    private PolicyMatch() {}

    /// @param constraints `matchConstraints` or `matchResources`
    /// @param namespace the namespace of the write, if it has one
    static boolean matches(ObjectTree constraints, AdmissionRequest request, Optional<ObjectTree> namespace) {
        List<ObjectTree> rules = constraints.list("resourceRules").objects();
        return namespaceFits(constraints, request, namespace)
                && objectFits(constraints, request)
                && constraints.list("excludeResourceRules").objects().stream().noneMatch(rule -> fits(rule, request))
                && (rules.isEmpty() || rules.stream().anyMatch(rule -> fits(rule, request)));
    }

    private static boolean namespaceFits(
            ObjectTree constraints, AdmissionRequest request, Optional<ObjectTree> namespace) {
        LabelSelector selector = LabelSelector.of(constraints.object("namespaceSelector"));
        if (selector.isEverything()) {
            return true;
        }
        if (isNamespace(request)) {
            ObjectTree itself = request.operation() == AdmissionRequest.Operation.DELETE
                    ? request.old().orElse(ObjectTree.EMPTY)
                    : request.object();
            return selector.matches(labels(itself));
        }
        return namespace.map(it -> selector.matches(labels(it))).orElse(!request.resource().namespaced());
    }

    private static boolean objectFits(ObjectTree constraints, AdmissionRequest request) {
        LabelSelector selector = LabelSelector.of(constraints.object("objectSelector"));
        return selector.isEverything()
                || !request.object().isEmpty() && selector.matches(labels(request.object()))
                || request.old().filter(old -> selector.matches(labels(old))).isPresent();
    }

    private static ObjectTree labels(ObjectTree object) {
        return object.object("metadata").object("labels");
    }

    private static boolean isNamespace(AdmissionRequest request) {
        return request.resource().id().resource().equals("namespaces")
                && request.resource().id().group().isEmpty();
    }

    private static boolean fits(ObjectTree rule, AdmissionRequest request) {
        GroupVersionResource id = request.resource().id();
        List<String> names = rule.list("resourceNames").texts();
        return holds(rule.list("operations").texts(), request.operation().name())
                && holds(rule.list("apiGroups").texts(), id.group())
                && holds(rule.list("apiVersions").texts(), id.version())
                && rule.list("resources").texts().stream().anyMatch(each -> names(each, id.resource(), request.subresource()))
                && scopeFits(rule.text("scope"), request)
                && (names.isEmpty() || names.contains(request.name()));
    }

    private static boolean holds(List<String> texts, String text) {
        return texts.contains("*") || texts.contains(text);
    }

    /// Whether a rule's `resource/subresource` names this one; without a slash it means the resource itself.
    private static boolean names(String wanted, String resource, String subresource) {
        int slash = wanted.indexOf('/');
        String first = slash < 0 ? wanted : wanted.substring(0, slash);
        String second = slash < 0 ? "" : wanted.substring(slash + 1);
        return (first.equals("*") || first.equals(resource)) && (second.equals(subresource) || second.equals("*"));
    }

    private static boolean scopeFits(String scope, AdmissionRequest request) {
        boolean cluster = !request.resource().namespaced();
        return switch (scope) {
            case "Cluster" -> cluster;
            case "Namespaced" -> !cluster;
            default -> true;
        };
    }
}
