/// May they? A chain of authorizers, of which the first that has an opinion decides; nobody having one means no.
/// Start reading at [Authorization].
package dev.pilothouse.apiserver.authorization;
