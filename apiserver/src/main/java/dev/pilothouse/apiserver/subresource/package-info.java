/// Paths of resources that hold no objects of their own: reviews, bindings, scale, tokens. Each answers a question or
/// carries out an action on another resource. Start reading at [VirtualResources].
package dev.pilothouse.apiserver.subresource;
