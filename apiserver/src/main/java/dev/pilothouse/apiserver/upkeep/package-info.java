/// Loops inside the API server that keep the status of objects which the server itself serves from: start at
/// [Followed][dev.pilothouse.apiserver.upkeep.Followed]. Knows nothing of requests.
package dev.pilothouse.apiserver.upkeep;
