/// Runs pods to their end.
package dev.pilothouse.controllers.job;
