package dev.pilothouse.api.openapi;

import dev.pilothouse.api.schema.GroupVersion;

/// The words that operations are named and grouped by.
final class Names {
    private Names() {}

    static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /// `RbacAuthorization` for `rbac.authorization.k8s.io`, `ExampleXYard` for `example.x-yard`; `Core` for the group without a
    /// name.
    static String group(String group) {
        if (group.isEmpty()) {
            return "Core";
        }
        StringBuilder name = new StringBuilder();
        for (String part : bare(group).split("[.-]")) {
            name.append(capital(part));
        }
        return name.toString();
    }

    /// `rbacAuthorization_v1`, or without a version for pages about the group.
    static String tag(GroupVersion version) {
        return groupTag(version.group()) + "_" + version.version();
    }

    static String groupTag(String group) {
        String name = group(group);
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static String bare(String group) {
        return group.endsWith(".k8s.io") ? group.substring(0, group.length() - ".k8s.io".length()) : group;
    }
}
