/// The OpenAPI documents of the API: pure functions from the schema and the table of resources to trees. Knows nothing
/// of HTTP. Start with [OpenApi].
package dev.pilothouse.api.openapi;
