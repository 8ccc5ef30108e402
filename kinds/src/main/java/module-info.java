/// One file a kind: defaults, validation, update rules, table columns, field selectors.
module dev.pilothouse.kinds {
    requires transitive dev.pilothouse.api;

    exports dev.pilothouse.kinds;
    exports dev.pilothouse.kinds.apiextensions;
    exports dev.pilothouse.kinds.rules;
    exports dev.pilothouse.kinds.table;
}
