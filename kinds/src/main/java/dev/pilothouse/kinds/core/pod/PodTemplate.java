package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.MetaRules;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
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
        checkMetadata(template, old);
        Place spec = template.at("spec");
        PodSpecRules.check(spec, PodScope.of(spec, "", false, leniency(old)));
        ProfileRules.check(ObjectMeta.annotations(template.object()), spec);
        if (!spec.at("ephemeralContainers").isEmpty()) {
            spec.at("ephemeralContainers").forbidden("ephemeral containers not allowed in pod template");
        }
    }

    private static Leniency leniency(ObjectTree old) {
        return old.isEmpty() ? Leniency.NONE : Leniency.towards(old.object("metadata"), old.object("spec"));
    }

    /// Checks a template's labels and annotations. Messages leave out that they stand in its metadata.
    public static void checkMetadata(Place template, ObjectTree old) {
        ObjectTree metadata = template.object().object("metadata");
        Place annotations = template.at("annotations").with(metadata.get("annotations"));
        template.at("labels").with(metadata.get("labels")).check(Checks.LABELS);
        MetaRules.annotations(annotations.object(), annotations.path(), template.problems());
        PodAnnotations.check(annotations, template.at("spec").object(), leniency(old));
    }

    /// The object without what its template can't use, since the feature is off.
    ///
    /// @param path of the template inside the object
    public static ObjectTree withoutGated(ObjectTree object, ObjectTree old, String... path) {
        Tree template = object.at(path);
        if (!(template.asObject().get("spec") instanceof ObjectTree spec)) {
            return object;
        }
        ObjectTree kept = GatedFields.dropped(spec, old.at(path).asObject().object("spec"));
        return kept == spec ? object : object.withAt(template.asObject().with("spec", kept), path);
    }

    /// An object with `spec.template`, with the template's defaults.
    public static ObjectTree defaultsIn(ObjectTree spec) {
        return Fill.under(spec, "template", PodTemplate::defaults);
    }
}
