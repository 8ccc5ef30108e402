/// What all share: the tree, schema, generated views of every kind, selectors, quantities, patches, codecs, Status.
module dev.pilothouse.api {
    requires org.snakeyaml.engine;
    requires com.google.protobuf;

    exports dev.pilothouse.api.apply;
    exports dev.pilothouse.api.meta;
    exports dev.pilothouse.api.patch;
    exports dev.pilothouse.api.schema;
    exports dev.pilothouse.api.tree;
    exports dev.pilothouse.api.yaml;
}
