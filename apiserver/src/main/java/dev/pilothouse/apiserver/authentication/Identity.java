package dev.pilothouse.apiserver.authentication;

import java.util.List;
import java.util.Map;

/// Who a request comes from.
///
/// @param extra what else the way of authentication told, by lower-case keys
public record Identity(String user, String uid, List<String> groups, Map<String, List<String>> extra) {
    public static final String SYSTEM_MASTERS = "system:masters";
    public static final String AUTHENTICATED = "system:authenticated";
    public static final String UNAUTHENTICATED = "system:unauthenticated";
    public static final String ANONYMOUS = "system:anonymous";

    public Identity {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    public static Identity of(String user, String... groups) {
        return new Identity(user, "", List.of(groups), Map.of());
    }

    public boolean isIn(String group) {
        return groups.contains(group);
    }
}
