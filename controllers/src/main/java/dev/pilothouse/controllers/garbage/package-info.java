/// Deletes what belonged to something that is gone (garbage collection concepts).
package dev.pilothouse.controllers.garbage;
