/// Counts how many pods may go for PodDisruptionBudgets.
package dev.pilothouse.controllers.disruption;
