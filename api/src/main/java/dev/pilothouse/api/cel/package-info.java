/// The Common Expression Language as Kubernetes speaks it: the language, Kubernetes' functions, and messages word for word as
/// clients know them. Pure: knows trees and rules of names, no clock, no I/O. Start at [CelProgram]; the rest reads in the
/// order lexer, parser, checker, evaluator. Sources: the CEL specification, Kubernetes' documentation "Common Expression
/// Language in Kubernetes".
package dev.pilothouse.api.cel;
