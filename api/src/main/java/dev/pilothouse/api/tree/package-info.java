/// The one form of an object: an immutable JSON value, its canonical bytes and its readers and writers (JSON, YAML).
/// Knows nothing of schema or kinds. Start reading at [Tree].
package dev.pilothouse.api.tree;
