package dev.pilothouse.kinds;

import java.util.List;
import java.util.Map;

/// Who writes, as authentication found out.
public record Author(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    public static final Author NOBODY = new Author("", "", List.of(), Map.of());

    public Author {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }
}
