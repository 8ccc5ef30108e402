/// Makes the claims of volumes that live as long as their pods.
package dev.pilothouse.controllers.ephemeralvolume;
