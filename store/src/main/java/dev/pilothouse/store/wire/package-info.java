/// Protobuf messages and gRPC calls, written by hand: a dozen of them don't pay for generated code. It knows none of the services.
package dev.pilothouse.store.wire;
