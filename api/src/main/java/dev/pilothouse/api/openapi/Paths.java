package dev.pilothouse.api.openapi;

import dev.pilothouse.api.openapi.Operation.Content;
import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All operations by path, for each document of OpenAPI v3.
final class Paths {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private static final String VERSIONS = "get available API versions";

    private final ApiResources resources;
    private final Schemas schemas;

    Paths(ApiResources resources, Schemas schemas) {
        this.resources = resources;
        this.schemas = schemas;
    }

    /// The documents by their names below `/openapi/v3/`, each with its operations by path.
    Map<String, Map<String, List<Operation>>> documents() {
        Map<String, Map<String, List<Operation>>> documents = new TreeMap<>();
        page(documents, "api", "getCoreAPIVersions", VERSIONS, "core", content("APIVersions"));
        page(documents, "apis", "getAPIVersions", VERSIONS, "apis", content("APIGroupList"));
        page(documents, "version", "getCodeVersion", "get the version information for this server", "version",
                new Content("io.k8s.apimachinery.pkg.version.Info", List.of("application/json")));
        page(documents, ".well-known/openid-configuration", "getServiceAccountIssuerOpenIDConfiguration",
                "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'", "WellKnown",
                new Content("", List.of("application/json")));
        page(documents, "openid/v1/jwks", "getServiceAccountIssuerOpenIDKeyset",
                "get service account issuer OpenID JSON Web Key Set (contains public token verification keys)", "openid",
                new Content("", List.of("application/jwk-set+json")));
        for (GroupVersion version : resources.groupVersions()) {
            if (!version.group().isEmpty()) {
                page(documents, "apis/" + version.group(), "get" + Names.group(version.group()) + "APIGroup",
                        "get information of a group", Names.groupTag(version.group()), content("APIGroup"));
            }
            String name = version.path().substring(1);
            String group = Names.group(version.group()) + Names.capital(version.version());
            page(documents, name, "get" + group + "APIResources", "get available resources", Names.tag(version), content("APIResourceList"));
        }
        for (ApiResource resource : resources.all()) {
            GroupVersion version = resource.id().groupVersion();
            String group = Names.group(version.group()) + Names.capital(version.version());
            new ResourcePaths(
                            resource,
                            schemas,
                            group,
                            Names.tag(version),
                            documents.get(version.path().substring(1)))
                    .add();
        }
        return documents;
    }

    private static Content content(String metaType) {
        return new Content(META + metaType, ResourcePaths.OBJECT_TYPES);
    }

    /// A page that only says what there is.
    private static void page(
            Map<String, Map<String, List<Operation>>> documents, String name, String id, String words, String tag, Content content) {
        Operation get = new Operation("get", id, words, tag, Optional.empty(), List.of(), Optional.empty(), false,
                Operation.answers(content, 200));
        documents.computeIfAbsent(name, _ -> new TreeMap<>()).put("/" + name + "/", List.of(get));
    }
}
