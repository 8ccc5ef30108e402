/// Publishes the cluster's certificate authority to every namespace, so that pods can trust the API server.
package dev.pilothouse.controllers.rootca;
