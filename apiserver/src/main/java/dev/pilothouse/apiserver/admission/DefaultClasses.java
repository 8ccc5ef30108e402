package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives a new object the class that is marked as the default one, unless it says its own, even an empty one. Of several
/// defaults the one made last counts, and of those the first by name.
record DefaultClasses(PolicyReads reads, Sort sort) implements AdmissionPlugin {

    /// Objects and their classes.
    enum Sort {
        STORAGE(
                "DefaultStorageClass",
                new GroupResource("", "persistentvolumeclaims"),
                new GroupVersionResource("storage.k8s.io", "v1", "storageclasses"),
                "storageClassName",
                "volume.beta.kubernetes.io/storage-class",
                List.of(
                        "storageclass.kubernetes.io/is-default-class",
                        "storageclass.beta.kubernetes.io/is-default-class")),
        INGRESS(
                "DefaultIngressClass",
                new GroupResource("networking.k8s.io", "ingresses"),
                new GroupVersionResource("networking.k8s.io", "v1", "ingressclasses"),
                "ingressClassName",
                "kubernetes.io/ingress.class",
                List.of("ingressclass.kubernetes.io/is-default-class"));

        private final String plugin;
        private final GroupResource objects;
        private final GroupVersionResource classes;
        private final String field;
        private final String annotation;
        private final List<String> marks;

        /// @param annotation how the class was said before there was a field
        /// @param marks annotations that make a class the default one
        Sort(
                String plugin,
                GroupResource objects,
                GroupVersionResource classes,
                String field,
                String annotation,
                List<String> marks) {
            this.plugin = plugin;
            this.objects = objects;
            this.classes = classes;
            this.field = field;
            this.annotation = annotation;
            this.marks = marks;
        }

        private boolean isDefault(ObjectTree each) {
            ObjectTree annotations = each.object("metadata").object("annotations");
            return marks.stream().anyMatch(mark -> annotations.text(mark).equals("true"));
        }
    }

    @Override
    public String name() {
        return sort.plugin;
    }

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        ObjectTree object = request.object();
        boolean said = !object.object("spec").get(sort.field).isNull()
                || object.object("metadata").object("annotations").has(sort.annotation);
        if (request.operation() != AdmissionRequest.Operation.CREATE
                || !request.isFor(sort.objects.group(), sort.objects.resource())
                || said) {
            return object;
        }
        Optional<ObjectTree> found = reads.list(sort.classes, "").stream()
                .filter(sort::isDefault)
                .min(Comparator.comparing((ObjectTree each) ->
                                each.object("metadata").text("creationTimestamp"))
                        .reversed()
                        .thenComparing(ObjectMeta::name));
        return found.map(each -> object.withAt(Tree.of(ObjectMeta.name(each)), "spec", sort.field))
                .orElse(object);
    }
}
