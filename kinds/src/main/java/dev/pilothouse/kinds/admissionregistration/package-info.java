/// Kinds of the group `admissionregistration.k8s.io`, one file each.
package dev.pilothouse.kinds.admissionregistration;
