package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// The template of the pods that a controller makes.
public final class PodTemplate {
    private PodTemplate() {}

    /// The template with its defaults.
    public static ObjectTree defaults(ObjectTree template) {
        return Fill.under(template, "spec", PodSpecDefaults::of);
    }

    /// An object with `spec.template`, with the template's defaults.
    public static ObjectTree defaultsIn(ObjectTree spec) {
        return Fill.under(spec, "template", PodTemplate::defaults);
    }
}
