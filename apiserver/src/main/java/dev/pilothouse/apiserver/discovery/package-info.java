/// What the server is and what it serves: health, version, groups and resources, OpenAPI. Start reading at
/// [Discovery].
package dev.pilothouse.apiserver.discovery;
