/// Upstream's components as processes of their own, told by upstream's flags: what they read from files, how they reach the API
/// server, how they elect a leader and show their health. Start reading at
/// [LoopProcess][dev.pilothouse.app.masters.LoopProcess] and [ServerProcess][dev.pilothouse.app.masters.ServerProcess].
package dev.pilothouse.app.masters;
