/// What the process says while it runs: one line an event, in the shape of Kubernetes' own components.
/// Start reading at {@link dev.pilothouse.app.logs.Logs}.
package dev.pilothouse.app.logs;
