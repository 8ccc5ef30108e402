/// The three patches that change an object without owning its fields: JSON patch, merge patch and strategic merge
/// patch. Pure functions from a tree and a patch to a tree; what they refuse ends the request with upstream's status.
/// Server-side apply lives in `dev.pilothouse.api.apply`.
package dev.pilothouse.api.patch;
