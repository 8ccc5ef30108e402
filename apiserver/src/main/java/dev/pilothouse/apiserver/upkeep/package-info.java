/// Loops inside the API server that keep the status of objects which the server itself serves from
/// ([Followed][dev.pilothouse.apiserver.upkeep.Followed]), and that make it known as one of several servers on the same store
/// ([Membership][dev.pilothouse.apiserver.upkeep.Membership]). Knows nothing of requests.
package dev.pilothouse.apiserver.upkeep;
