/// The only way in: authenticated, authorized, admitted, validated, persisted.
module dev.pilothouse.apiserver {
    requires transitive dev.pilothouse.api;
    requires transitive dev.pilothouse.kinds;
    requires transitive dev.pilothouse.store;
}
