/// Keeps volumes and claims that are in use from going away.
package dev.pilothouse.controllers.protection;
