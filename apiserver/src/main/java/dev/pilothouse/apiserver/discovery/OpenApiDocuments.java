package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.openapi.CustomOpenApi;
import dev.pilothouse.api.openapi.CustomType;
import dev.pilothouse.api.openapi.OpenApi;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The OpenAPI documents that there are now: those of Kubernetes itself, and those of the kinds that definitions make.
///
/// @param custom the kinds of definitions, always in the same order
public record OpenApiDocuments(OpenApi builtIn, Supplier<List<CustomType>> custom) {

    /// @param fingerprint differs when the document does
    /// @param tree makes the document
    record Document(String name, String fingerprint, Supplier<ObjectTree> tree) {}

    /// The documents of v3, each with its fingerprint.
    Map<String, String> fingerprints() {
        Map<String, String> all = new TreeMap<>();
        byDocument().forEach((name, types) -> all.put(name, fingerprint(types)));
        builtIn.names().forEach(name -> all.put(name, builtIn.fingerprint()));
        return all;
    }

    Optional<Document> third(String name) {
        if (builtIn.names().contains(name)) {
            return Optional.of(new Document(
                    name,
                    builtIn.fingerprint(),
                    () -> builtIn.document(name, Version.EMULATED).orElseThrow()));
        }
        List<CustomType> types = byDocument().getOrDefault(name, List.of());
        if (types.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Document(name, fingerprint(types), () -> CustomOpenApi.third(types)));
    }

    /// The one document of v2.
    Document second() {
        List<CustomType> types = custom.get();
        return new Document("v2", fingerprint(types), () -> {
            ObjectTree document = builtIn.second(Version.EMULATED);
            return types.isEmpty() ? document : CustomOpenApi.second(document, types);
        });
    }

    private Map<String, List<CustomType>> byDocument() {
        Map<String, List<CustomType>> all = new TreeMap<>();
        for (CustomType type : custom.get()) {
            String name = type.resource().id().groupVersion().path().substring(1);
            all.computeIfAbsent(name, _ -> new ArrayList<>()).add(type);
        }
        return all;
    }

    private String fingerprint(List<CustomType> types) {
        if (types.isEmpty()) {
            return builtIn.fingerprint();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(builtIn.fingerprint().getBytes(StandardCharsets.UTF_8));
            for (CustomType type : types) {
                digest.update(type.resource().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Json.write(type.schema()));
            }
            return HexFormat.of().withUpperCase().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
