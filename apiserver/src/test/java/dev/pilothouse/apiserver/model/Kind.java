package dev.pilothouse.apiserver.model;

import java.util.List;

/// A resource that histories are about.
enum Kind {
    CONFIG_MAPS("v1", "ConfigMap", "configmaps", Pick.OBJECT_FIELDS),
    PODS("v1", "Pod", "pods", Pick.POD_FIELDS);

    final String version;
    final String kind;
    final String plural;
    final List<Pick.Rule> fields;

    Kind(String version, String kind, String plural, List<Pick.Rule> fields) {
        this.version = version;
        this.kind = kind;
        this.plural = plural;
        this.fields = fields;
    }

    /// Where a namespace's objects are served, or all of them.
    String collection(String namespace) {
        return "/api/" + version + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + plural;
    }

    String path(String namespace, String name) {
        return collection(namespace) + "/" + name;
    }

    /// Where the store keeps them.
    String prefix() {
        return "/registry/" + plural + "/";
    }

    String key(Facts facts) {
        return prefix() + facts.namespace() + "/" + facts.name();
    }
}
