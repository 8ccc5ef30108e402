package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.MetaRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Fill;
import dev.pilothouse.kinds.rules.Place;

/// The template of the pods that a controller makes.
public final class PodTemplate {
    private PodTemplate() {}

    /// The template with its defaults.
    public static ObjectTree defaults(ObjectTree template) {
        return Fill.under(template, "spec", PodSpecDefaults::of);
    }

    /// Checks a template.
    ///
    /// @param old the template before, empty for a new one
    public static void check(Place template, ObjectTree old) {
        ObjectTree metadata = template.object().object("metadata");
        Place spec = template.at("spec");
        Leniency lenient = old.isEmpty()
                ? Leniency.NONE
                : Leniency.towards(old.object("metadata"), old.object("spec"));
        Place annotations = template.at("annotations").with(metadata.get("annotations"));
        template.at("labels").with(metadata.get("labels")).check(Checks.LABELS);
        MetaRules.annotations(annotations.object(), annotations.path(), template.problems());
        PodAnnotations.check(annotations, spec.object(), lenient);
        PodSpecRules.check(spec, PodScope.of(spec, "", false, lenient));
        ProfileRules.check(annotations.object(), spec);
        if (!spec.at("ephemeralContainers").isEmpty()) {
            spec.at("ephemeralContainers").forbidden("ephemeral containers not allowed in pod template");
        }
    }

    /// An object with `spec.template`, with the template's defaults.
    public static ObjectTree defaultsIn(ObjectTree spec) {
        return Fill.under(spec, "template", PodTemplate::defaults);
    }
}
