/// Tells nodes how long they may keep what they have read.
package dev.pilothouse.controllers.ttl;
