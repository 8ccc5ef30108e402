/// Empties a namespace that is to be deleted, then lets it go.
package dev.pilothouse.controllers.namespace;
