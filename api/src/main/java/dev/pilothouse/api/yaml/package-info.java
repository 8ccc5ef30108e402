/// YAML in and out, with the scalar rules of the Go library that kubectl and the API server read it with. Every document
/// becomes a tree; nothing else of YAML (tags, anchors, comments) survives. Start reading at [Yaml].
package dev.pilothouse.api.yaml;
