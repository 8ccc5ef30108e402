/// The only way in: authenticated, authorized, admitted, validated, persisted.
package dev.pilothouse.apiserver;
