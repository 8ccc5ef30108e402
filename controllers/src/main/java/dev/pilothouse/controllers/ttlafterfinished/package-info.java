/// Removes Jobs some time after they have ended.
package dev.pilothouse.controllers.ttlafterfinished;
