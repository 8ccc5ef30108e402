package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.ServedApis;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Form;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.request.Resolved;
import dev.pilothouse.apiserver.request.Routes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// `/api` and `/apis`: which groups, versions and resources there are, page by page or all at once (API concepts,
/// "Discovery"; KEP-3352).
public final class ApiPages {
    private static final String AGGREGATED = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    /// The one group that upstream has its router look after; pages of the others are put together as groups come and go.
    private static final String ROUTED = "apiregistration.k8s.io";

    private static final HttpResponse.Payload NOTHING = new HttpResponse.Payload.Bytes(new byte[0]);

    private final Supplier<List<ApiResource>> resources;
    private final ServedApis apis;
    private final Series<LongAdder> aggregated = Series.counts(Families.AGGREGATED);
    private final String serverAddress;

    /// @param resources what there is when they are asked, in the order in which it is listed
    /// @param apis what of it is served
    /// @param serverAddress host and port at which clients reach the server
    public ApiPages(Supplier<List<ApiResource>> resources, ServedApis apis, String serverAddress) {
        this.resources = () ->
                resources.get().stream().filter(resource -> apis.serves(resource.id())).toList();
        this.apis = apis;
        this.serverAddress = serverAddress;
    }

    /// What is counted here.
    public Source source() {
        return aggregated;
    }

    List<String> paths() {
        TreeSet<String> paths = new TreeSet<>(List.of("/api", "/apis", "/apis/"));
        for (GroupVersion version : groupVersions()) {
            paths.add(version.path());
            if (!version.group().isEmpty()) {
                paths.add("/apis/" + version.group());
            }
        }
        return List.copyOf(paths);
    }

    HttpResponse legacy(Resolved request, String path) {
        if (path.equals("/api")) {
            return aggregatedForm(request)
                    .map(form -> aggregated(request, form, true))
                    .orElseGet(() -> page(request, versions()));
        }
        return resourceList(request, new GroupVersion("", path.substring("/api/".length())));
    }

    Optional<HttpResponse> grouped(Resolved request, String path) {
        if (path.equals("/apis/")) {
            return Optional.of(page(request, groups()));
        }
        if (path.equals("/apis")) {
            return Optional.of(aggregatedForm(request)
                    .map(form -> aggregated(request, form, false))
                    .orElseGet(() -> page(request, groups())));
        }
        if (path.startsWith("/apis//")) {
            return Optional.empty();
        }
        String[] parts = path.substring("/apis/".length()).split("/"); // without slashes at the end
        if (parts.length == 1) {
            // With more than one slash behind it a path is for the router again.
            if (parts[0].equals(ROUTED) || path.endsWith("//") && apis.hasGroup(parts[0])) {
                checkRoute(request);
            }
            List<GroupVersion> versions = versionsOf(parts[0]);
            return versions.isEmpty() ? Optional.empty() : Optional.of(page(request, group(parts[0], versions, true)));
        }
        GroupVersion version = new GroupVersion(parts[0], parts[1]);
        return groupVersions().contains(version) || apis.hasGroup(parts[0])
                ? Optional.of(resourceList(request, version))
                : Optional.empty();
    }

    private List<GroupVersion> versionsOf(String group) {
        return groupVersions().stream()
                .filter(version -> version.group().equals(group) && !group.isEmpty())
                .toList();
    }

    private List<GroupVersion> groupVersions() {
        return resources.get().stream()
                .map(resource -> resource.id().groupVersion())
                .distinct()
                .toList();
    }

    private ObjectTree versions() {
        ObjectTree client = ObjectTree.builder()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", serverAddress)
                .build();
        return ObjectTree.builder()
                .put("kind", "APIVersions")
                .put("versions", ListTree.of(Tree.of("v1")))
                .put("serverAddressByClientCIDRs", ListTree.of(client))
                .build();
    }

    private ObjectTree groups() {
        Map<String, List<GroupVersion>> byGroup = new LinkedHashMap<>();
        for (GroupVersion version : groupVersions()) {
            if (!version.group().isEmpty()) {
                byGroup.computeIfAbsent(version.group(), _ -> new ArrayList<>()).add(version);
            }
        }
        List<Tree> groups = new ArrayList<>();
        byGroup.forEach((name, versions) -> groups.add(group(name, versions, false)));
        return ObjectTree.builder()
                .put("kind", "APIGroupList")
                .put("apiVersion", "v1")
                .put("groups", ListTree.of(groups))
                .build();
    }

    private static ObjectTree group(String name, List<GroupVersion> versions, boolean alone) {
        List<ObjectTree> listed = versions.stream().map(ApiPages::version).toList();
        ObjectTree.Builder group = ObjectTree.builder()
                .put("name", name)
                .put("versions", ListTree.of(listed))
                .put("preferredVersion", listed.getFirst());
        if (alone) {
            group.put("kind", "APIGroup").put("apiVersion", "v1");
        }
        return group.build();
    }

    private static ObjectTree version(GroupVersion version) {
        return ObjectTree.builder()
                .put("groupVersion", version.toString())
                .put("version", version.version())
                .build();
    }

    private HttpResponse resourceList(Resolved request, GroupVersion version) {
        List<ApiResource> listed = resources.get().stream()
                .filter(resource -> resource.id().groupVersion().equals(version))
                .toList();
        if (listed.isEmpty()) {
            throw ApiError.noSuchPath();
        }
        // Groups of custom resources have no routes.
        if (apis.hasGroup(version.group())) {
            checkRoute(request);
        }
        List<Tree> entries = new ArrayList<>();
        for (ApiResource resource : listed) {
            entries.add(entry(resource));
            for (ApiResource.Subresource sub : resource.subresources()) {
                entries.add(entry(resource, sub));
            }
        }
        ObjectTree.Builder list = ObjectTree.builder()
                .put("kind", "APIResourceList")
                .put("groupVersion", version.toString())
                .put("resources", ListTree.of(entries));
        if (!version.group().isEmpty()) {
            list.put("apiVersion", "v1");
        }
        return page(request, list.build());
    }

    private static void checkRoute(Resolved request) {
        if (!request.raw().method().equals("GET")) {
            throw ApiError.methodNotAllowed();
        }
        Routes.checkAnswer(request, Negotiation.ACCEPTED);
    }

    private static ObjectTree entry(ApiResource resource) {
        ObjectTree.Builder entry = ObjectTree.builder()
                .put("name", resource.id().resource())
                .put("singularName", resource.singular())
                .put("namespaced", resource.namespaced())
                .put("kind", resource.kind())
                .put("verbs", ListTree.ofTexts(resource.verbs()));
        if (!resource.shortNames().isEmpty()) {
            entry.put("shortNames", ListTree.ofTexts(resource.shortNames()));
        }
        if (!resource.categories().isEmpty()) {
            entry.put("categories", ListTree.ofTexts(resource.categories()));
        }
        // A definition on its way out still has stored objects, though none can be added.
        if (resource.allows("get") && resource.allows("delete")) {
            entry.put("storageVersionHash", storageHash(hashedKind(resource)));
        }
        return entry.build();
    }

    /// The kind in the version that upstream writes to its store: an older one where the release before must still read it.
    private static GroupVersionKind hashedKind(ApiResource resource) {
        GroupVersionKind stored = resource.storageKind();
        boolean older = stored.group().equals("apiextensions.k8s.io")
                || stored.group().equals("admissionregistration.k8s.io")
                        && stored.kind().startsWith("MutatingAdmissionPolicy");
        return older ? new GroupVersionKind(stored.group(), "v1beta1", stored.kind()) : stored;
    }

    /// Tells clients when the stored form changes: the first eight bytes of a digest of the stored kind.
    private static String storageHash(GroupVersionKind stored) {
        byte[] digest = digest("SHA-256", (stored.group() + "/" + stored.version() + "/" + stored.kind())
                .getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
    }

    private static ObjectTree entry(ApiResource resource, ApiResource.Subresource sub) {
        ObjectTree.Builder entry = ObjectTree.builder()
                .put("name", resource.id().resource() + "/" + sub.name())
                .put("singularName", "")
                .put("namespaced", resource.namespaced())
                .put("kind", sub.kind().kind())
                .put("verbs", ListTree.ofTexts(sub.verbs()));
        if (!sub.kind().groupVersion().equals(resource.id().groupVersion())) {
            if (!sub.kind().group().isEmpty()) {
                entry.put("group", sub.kind().group());
            }
            entry.put("version", sub.kind().version());
        }
        return entry.build();
    }

    private HttpResponse page(Resolved request, ObjectTree page) {
        Form form = Negotiation.choose(request, Negotiation.Found.PAGE);
        return switch (form.encoding()) {
            case JSON -> HttpResponse.json(200, page);
            case YAML -> encoded(form, Yaml.write(page).getBytes(StandardCharsets.UTF_8));
            case PROTOBUF -> encoded(form, message(page));
        };
    }

    private static HttpResponse encoded(Form form, byte[] bytes) {
        return HttpResponse.of(200, form.encoding().mediaType(), new HttpResponse.Payload.Bytes(bytes));
    }

    /// The oldest pages don't say their version: it is v1 as that of the others.
    private static byte[] message(ObjectTree page) {
        GroupVersionKind kind = new GroupVersionKind("", "v1", page.text("kind"));
        return Protobuf.write(
                page,
                Protobuf.typeOf(page, Schemas.builtIn())
                        .or(() -> Schemas.builtIn().kind(kind))
                        .orElseThrow());
    }

    // ---- all at once

    /// The form of the aggregated list, if the client takes any: it comes before every page by itself.
    private static Optional<Form> aggregatedForm(Resolved request) {
        return request.raw().headers().first("accept").filter(it -> !it.isEmpty()).isPresent()
                ? Negotiation.form(request.raw(), Negotiation.Found.DISCOVERY)
                : Optional.empty();
    }

    private HttpResponse aggregated(Resolved request, Form form, boolean legacy) {
        ObjectTree list = aggregatedList(legacy);
        String tag = "\"" + HexFormat.of().withUpperCase().formatHex(digest("SHA-512", Json.write(list))) + "\"";
        boolean known = request.raw().headers().first("if-none-match").filter(tag::equals).isPresent();
        return (known ? HttpResponse.of(304, "", NOTHING) : aggregated(list, form))
                .withHeader("ETag", tag)
                .withHeader("Vary", "Accept")
                .withHeader("Cache-Control", "public");
    }

    private static HttpResponse.Whole aggregated(ObjectTree list, Form form) {
        return HttpResponse.of(200, form.encoding().mediaType() + AGGREGATED, switch (form.encoding()) {
            case JSON -> new HttpResponse.Payload.Value(list);
            case YAML -> new HttpResponse.Payload.Bytes(Yaml.write(list).getBytes(StandardCharsets.UTF_8));
            case PROTOBUF -> new HttpResponse.Payload.Bytes(message(list));
        });
    }

    private ObjectTree aggregatedList(boolean legacy) {
        aggregated.of().increment();
        Map<String, Map<String, List<Tree>>> groups = new LinkedHashMap<>();
        for (ApiResource resource : resources.get()) {
            if (resource.id().group().isEmpty() == legacy) {
                groups.computeIfAbsent(resource.id().group(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(resource.id().version(), _ -> new ArrayList<>())
                        .add(aggregatedEntry(resource));
            }
        }
        List<Tree> items = new ArrayList<>();
        groups.forEach((group, versions) -> {
            List<Tree> listed = new ArrayList<>();
            versions.forEach((version, entries) -> listed.add(ObjectTree.builder()
                    .put("version", version)
                    .put("resources", ListTree.of(entries))
                    .put("freshness", "Current")
                    .build()));
            ObjectTree metadata = group.isEmpty() ? ObjectTree.EMPTY : ObjectTree.of("name", Tree.of(group));
            items.add(ObjectTree.builder()
                    .put("metadata", metadata)
                    .put("versions", ListTree.of(listed))
                    .build());
        });
        return ObjectTree.builder()
                .put("kind", "APIGroupDiscoveryList")
                .put("apiVersion", "apidiscovery.k8s.io/v2")
                .put("metadata", ObjectTree.EMPTY)
                .put("items", ListTree.of(items))
                .build();
    }

    private ObjectTree aggregatedEntry(ApiResource resource) {
        ObjectTree.Builder entry = ObjectTree.builder()
                .put("resource", resource.id().resource())
                .put("responseKind", responseKind(resource.groupVersionKind(), resource))
                .put("scope", resource.namespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", resource.singular())
                .put("verbs", ListTree.ofTexts(resource.verbs()));
        if (!resource.shortNames().isEmpty()) {
            entry.put("shortNames", ListTree.ofTexts(resource.shortNames()));
        }
        if (!resource.categories().isEmpty()) {
            entry.put("categories", ListTree.ofTexts(resource.categories()));
        }
        if (!resource.subresources().isEmpty()) {
            entry.put(
                    "subresources",
                    ListTree.of(resource.subresources().stream()
                            .map(sub -> ObjectTree.builder()
                                    .put("subresource", sub.name())
                                    .put("responseKind", responseKind(sub.kind(), resource))
                                    .put("verbs", ListTree.ofTexts(sub.verbs()))
                                    .build())
                            .toList()));
        }
        return entry.build();
    }

    /// A kind of the resource's own version is named without it, unless the kind is a custom one.
    private ObjectTree responseKind(GroupVersionKind kind, ApiResource resource) {
        boolean own = kind.groupVersion().equals(resource.id().groupVersion()) && apis.hasGroup(kind.group());
        return ObjectTree.builder()
                .put("group", own ? "" : kind.group())
                .put("version", own ? "" : kind.version())
                .put("kind", kind.kind())
                .build();
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
