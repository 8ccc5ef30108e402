/// Objects in protobuf, as `application/vnd.kubernetes.protobuf` and as upstream stores them: byte for byte what Go's
/// generated code writes. Table-driven over the schema; knows nothing of HTTP or of the store. Start with [Protobuf].
package dev.pilothouse.api.protobuf;
