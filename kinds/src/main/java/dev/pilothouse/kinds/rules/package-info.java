/// The vocabulary in which kinds say what is right: a [Place] is a value and where it stands, a [Check] looks at one,
/// [Checks] has the rules that repeat, with the messages that clients know.
///
/// Knows no kind. Start reading at [Place].
package dev.pilothouse.kinds.rules;
