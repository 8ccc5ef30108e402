/// How much memory the process keeps: garbage has a bound of its own, and what isn't needed any more goes back to the machine.
package dev.pilothouse.app.memory;
