/// What is known of every field of every kind: one model that codecs, defaults, patches, apply and OpenAPI all read.
/// Knows nothing of requests and storage. Start reading at [Schemas], then [TypeSchema].
package dev.pilothouse.api.schema;
