/// Fills in the rules of cluster roles that are put together from others.
package dev.pilothouse.controllers.clusterroleaggregation;
