/// What a request asks for: verb, resource, name, options, form of the answer. Knows nothing of who asks and of what is
/// stored. Start reading at [Resolver].
package dev.pilothouse.apiserver.request;
