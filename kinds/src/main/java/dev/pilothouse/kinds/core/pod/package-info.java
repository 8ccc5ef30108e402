/// Pods and the templates that controllers make them from. [Pod] is the kind; [PodSpecDefaults] and [PodSpecRules] are
/// shared by every kind that holds a template, through [PodTemplate].
package dev.pilothouse.kinds.core.pod;
