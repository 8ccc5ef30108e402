/// The one way in which objects are written: decoded, admitted, prepared, validated, compared and set in the store. The
/// same for every resource; what differs from kind to kind is module `kinds`. Start reading at [Registry].
package dev.pilothouse.apiserver.registry;
