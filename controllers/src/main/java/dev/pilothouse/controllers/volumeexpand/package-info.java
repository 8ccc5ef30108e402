/// Tells who enlarges a claim.
package dev.pilothouse.controllers.volumeexpand;
