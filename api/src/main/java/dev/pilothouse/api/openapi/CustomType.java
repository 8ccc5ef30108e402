package dev.pilothouse.api.openapi;

import dev.pilothouse.api.schema.ApiResource;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A kind that comes from a definition, as documents describe it.
///
/// @param schema its `openAPIV3Schema`
/// @param selectable paths of fields that it can be selected by, as they are labelled
public record CustomType(ApiResource resource, String listKind, ObjectTree schema, List<String> selectable) {

    GroupVersion version() {
        return resource.id().groupVersion();
    }

    /// `io.example.v1.Boat`: the group backwards, so that types of one owner stand together.
    String name() {
        return prefix() + resource.kind();
    }

    String listName() {
        return prefix() + listKind;
    }

    private String prefix() {
        List<String> parts = new ArrayList<>(List.of(version().group().split("\\.")));
        Collections.reverse(parts);
        return String.join(".", parts) + "." + version().version() + ".";
    }
}
