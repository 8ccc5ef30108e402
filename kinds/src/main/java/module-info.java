/// One file a kind: defaults, validation, update rules, table columns, field selectors.
module dev.pilothouse.kinds {
    requires transitive dev.pilothouse.api;
}
