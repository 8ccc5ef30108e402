package dev.pilothouse.api.openapi;

import java.util.Map;
import java.util.Optional;

/// What types and fields mean, in upstream's published words.
final class Descriptions {
    private final Map<String, String> texts;

    /// @param texts by the type's name, and by `type#field`
    Descriptions(Map<String, String> texts) {
        this.texts = texts;
    }

    Optional<String> of(String type) {
        return Optional.ofNullable(texts.get(type));
    }

    Optional<String> of(String type, String field) {
        return Optional.ofNullable(texts.get(type + "#" + field));
    }
}
