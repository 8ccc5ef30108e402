/// The flags of upstream's components: their names, types and defaults as tables (facts of 1.36 beside this package), and how
/// a command line is read against one. Knows nothing of what a flag does. Start reading at
/// [FlagValues][dev.pilothouse.app.flags.FlagValues].
package dev.pilothouse.app.flags;
