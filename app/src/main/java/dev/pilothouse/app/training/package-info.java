/// What the JVM is shown once after a build, so that no later start has to find it out again.
package dev.pilothouse.app.training;
