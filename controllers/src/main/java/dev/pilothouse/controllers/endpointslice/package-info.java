/// Keeps the EndpointSlices of every Service that selects pods.
package dev.pilothouse.controllers.endpointslice;
