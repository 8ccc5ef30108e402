/// The last word before an object is stored: plugins that complete it, then plugins that refuse it. Each in a file of
/// its own, in the order of [AdmissionPlugins]. Start reading at [AdmissionPlugin].
package dev.pilothouse.apiserver.admission;
