package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.openapi.CustomType;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.apiextensions.DefinitionStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A stored `CustomResourceDefinition`, and what it says of the resource that it makes.
record Definition(ObjectTree tree) {
    static final GroupVersionResource RESOURCE =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    private static final GroupVersionKind SCALE = new GroupVersionKind("autoscaling", "v1", "Scale");

    private static final Set<String> VERBS = ordered(
            "delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    /// What is going takes no new objects.
    private static final Set<String> LAST_VERBS = ordered("delete", "deletecollection", "get", "list", "watch");

    private static final Set<String> SUBRESOURCE_VERBS = ordered("get", "patch", "update");

    private static Set<String> ordered(String... verbs) {
        return new LinkedHashSet<>(List.of(verbs));
    }

    String name() {
        return ObjectMeta.name(tree);
    }

    ObjectTree spec() {
        return tree.object("spec");
    }

    ObjectTree accepted() {
        return tree.object("status").object("acceptedNames");
    }

    String group() {
        return spec().text("group");
    }

    String plural() {
        return spec().object("names").text("plural");
    }

    String kind() {
        return spec().object("names").text("kind");
    }

    String listKind() {
        return accepted().text("listKind");
    }

    boolean isNamespaced() {
        return spec().text("scope").equals("Namespaced");
    }

    boolean isEstablished() {
        return DefinitionStatus.isTrue(tree, DefinitionStatus.ESTABLISHED);
    }

    /// Objects can be reached as soon as the names are the definition's own, a moment before discovery says so.
    boolean isServed() {
        return isEstablished() || DefinitionStatus.isTrue(tree, DefinitionStatus.NAMES_ACCEPTED);
    }

    boolean isTerminating() {
        return DefinitionStatus.isTrue(tree, DefinitionStatus.TERMINATING);
    }

    /// Whether two states of a definition serve the very same resources.
    boolean servesLike(Definition other) {
        return ObjectMeta.uid(tree).equals(ObjectMeta.uid(other.tree))
                && spec().equals(other.spec())
                && accepted().equals(other.accepted());
    }

    List<ObjectTree> versions() {
        return spec().list("versions").objects();
    }

    /// The versions that are served, the best first.
    List<ObjectTree> served() {
        return versions().stream()
                .filter(version -> version.bool("served"))
                .sorted((a, b) -> VersionOrder.BEST_FIRST.compare(a.text("name"), b.text("name")))
                .toList();
    }

    Optional<ObjectTree> version(String name) {
        return versions().stream().filter(version -> version.text("name").equals(name)).findFirst();
    }

    String storedVersion() {
        return versions().stream()
                .filter(version -> version.bool("storage"))
                .findFirst()
                .map(version -> version.text("name"))
                .orElse("");
    }

    GroupVersionKind kindIn(String version) {
        return new GroupVersionKind(group(), version, kind());
    }

    /// Objects look the same in all versions that have no schema of their own.
    static Structural schema(ObjectTree version) {
        return Structural.of(version.object("schema").object("openAPIV3Schema"));
    }

    /// How the version is published.
    ApiResource published(ObjectTree version) {
        String name = version.text("name");
        ObjectTree names = accepted();
        return new ApiResource(
                new GroupVersionResource(group(), name, plural()),
                names.text("singular"),
                kind(),
                isNamespaced(),
                isTerminating() ? LAST_VERBS : VERBS,
                List.copyOf(names.list("shortNames").texts()),
                List.copyOf(names.list("categories").texts()),
                group() + "/" + plural(),
                kindIn(storedVersion()),
                subresources(version));
    }

    CustomType type(ObjectTree version) {
        return new CustomType(
                published(version),
                listKind(),
                version.object("schema").object("openAPIV3Schema"),
                version.list("selectableFields").objects().stream()
                        .map(field -> field.text("jsonPath").replaceFirst("^\\.", ""))
                        .toList());
    }

    private List<ApiResource.Subresource> subresources(ObjectTree version) {
        List<ApiResource.Subresource> all = new ArrayList<>();
        ObjectTree declared = version.object("subresources");
        if (!declared.get("status").isNull()) {
            all.add(new ApiResource.Subresource("status", kindIn(version.text("name")), SUBRESOURCE_VERBS));
        }
        if (!declared.get("scale").isNull()) {
            all.add(new ApiResource.Subresource("scale", SCALE, SUBRESOURCE_VERBS));
        }
        return List.copyOf(all);
    }
}
