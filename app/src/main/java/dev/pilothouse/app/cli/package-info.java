/// What a person types: one class a sub-command, each a thin reading of flags over {@link dev.pilothouse.app.ControlPlane} and
/// the data folder. Start reading at {@link dev.pilothouse.app.cli.Pilothouse}.
///
/// Nothing here knows how a cluster is wired, and nothing outside prints to the terminal.
package dev.pilothouse.app.cli;
