/// What every cluster holds from the beginning: its namespaces, priority classes, flow schemas, roles and bindings, and the
/// Service by which pods find the API server. A client of the server like any other. Start reading at
/// [dev.pilothouse.apiserver.bootstrap.Bootstrap].
package dev.pilothouse.apiserver.bootstrap;
