/// What all share: the tree, schema, generated views of every kind, selectors, quantities, patches, codecs, Status.
module dev.pilothouse.api {
    requires org.snakeyaml.engine;

    exports dev.pilothouse.api.apply;
    exports dev.pilothouse.api.cel;
    exports dev.pilothouse.api.meta;
    exports dev.pilothouse.api.metrics;
    exports dev.pilothouse.api.openapi;
    exports dev.pilothouse.api.patch;
    exports dev.pilothouse.api.protobuf;
    exports dev.pilothouse.api.quota;
    exports dev.pilothouse.api.schema;
    exports dev.pilothouse.api.structural;
    exports dev.pilothouse.api.tree;
    exports dev.pilothouse.api.volume;
    exports dev.pilothouse.api.yaml;

    // Generated views, a package for each group and version.
    exports dev.pilothouse.api.admissionregistration.v1;
    exports dev.pilothouse.api.apiextensions.v1;
    exports dev.pilothouse.api.apiregistration.v1;
    exports dev.pilothouse.api.apps.v1;
    exports dev.pilothouse.api.authentication.v1;
    exports dev.pilothouse.api.authorization.v1;
    exports dev.pilothouse.api.autoscaling.v1;
    exports dev.pilothouse.api.autoscaling.v2;
    exports dev.pilothouse.api.batch.v1;
    exports dev.pilothouse.api.certificates.v1;
    exports dev.pilothouse.api.coordination.v1;
    exports dev.pilothouse.api.core.v1;
    exports dev.pilothouse.api.discovery.v1;
    exports dev.pilothouse.api.events.v1;
    exports dev.pilothouse.api.flowcontrol.v1;
    exports dev.pilothouse.api.meta.v1;
    exports dev.pilothouse.api.networking.v1;
    exports dev.pilothouse.api.node.v1;
    exports dev.pilothouse.api.policy.v1;
    exports dev.pilothouse.api.rbac.v1;
    exports dev.pilothouse.api.resource.v1;
    exports dev.pilothouse.api.scheduling.v1;
    exports dev.pilothouse.api.storage.v1;
}
