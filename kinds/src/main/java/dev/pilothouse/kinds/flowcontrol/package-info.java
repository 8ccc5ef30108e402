/// Kinds of the group `flowcontrol.apiserver.k8s.io`, one file each.
package dev.pilothouse.kinds.flowcontrol;
