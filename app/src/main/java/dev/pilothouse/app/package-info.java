/// Flags, wiring, packaging: the only place with new across modules. Start reading at [dev.pilothouse.app.ControlPlane], which
/// is a whole control plane as one object; `cli` is what a person types, `home` the folder it lives in, `logs` what it says.
package dev.pilothouse.app;
