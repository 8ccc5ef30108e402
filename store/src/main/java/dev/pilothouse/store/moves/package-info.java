/// A whole store as a file, and back into a store of another kind. Start reading at [ExportFile] for the format, then at
/// [Export] and [Import].
package dev.pilothouse.store.moves;
