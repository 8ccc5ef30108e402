/// Binds claims to volumes, and takes volumes back when their claims are gone. Start at [VolumeBinder].
package dev.pilothouse.controllers.persistentvolume;
