/// What each kind adds to what every kind has: computed defaults, validation, what an update may change, which part is
/// status, table columns, field selectors. One file a kind, in a package a group; [Kinds] lists them in order.
///
/// Everything here is a pure function of trees: no storage, no requests, no clock of its own.
///
/// Start reading at [Kind] (what a kind says about itself), then [Strategy] (what the API server calls).
package dev.pilothouse.kinds;
