/// The folder in which one cluster lives between two runs: who holds it, where it can be reached, where its files are.
/// Knows nothing of what the files mean to the server. Start reading at {@link dev.pilothouse.app.home.ClusterFolder}.
package dev.pilothouse.app.home;
