/// Build time only: turns what the JVM would have to link at run time into plain code, so that a start is quick.
package dev.pilothouse.unfold;
