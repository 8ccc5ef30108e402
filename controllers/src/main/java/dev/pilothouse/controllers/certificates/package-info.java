/// Decides on signing requests for certificates, signs those that are approved, and removes old ones.
package dev.pilothouse.controllers.certificates;
