/// Deletes pods that nobody else will: those of nodes that are gone, and too many that have ended.
package dev.pilothouse.controllers.podgc;
