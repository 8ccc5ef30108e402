/// The core group's kinds, one file each; pods have a package of their own.
package dev.pilothouse.kinds.core;
