package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.rules.Warnings;
import java.util.List;

/// What kinds that make pods tell of them.
public final class WorkloadWarnings {
    private static final String ADVICE = "which can result in surprising behavior; a DNS label is recommended: ";

    private WorkloadWarnings() {}

    /// A new object's name that its pods can't bear as they are.
    public static void ofName(ObjectTree object, ObjectTree old, Warnings told) {
        ofName(object, old, "metadata.name: this is used in Pod names and hostnames, ", told);
    }

    static void ofName(ObjectTree object, ObjectTree old, String use, Warnings told) {
        List<String> broken = NameRules.dns1123Label(ObjectMeta.name(object));
        if (old.isEmpty() && !broken.isEmpty()) {
            told.add(use + ADVICE + GoText.list(broken));
        }
    }

    /// Whether the object is new, or has changed in what counts: nothing is told again with each write.
    public static boolean isChanged(ObjectTree object, ObjectTree old) {
        return old.isEmpty()
                || object.object("metadata").number("generation")
                        != old.object("metadata").number("generation");
    }

    /// The template at the path, if the object is new or has changed.
    public static void ofTemplate(ObjectTree object, ObjectTree old, Warnings told, String... path) {
        if (isChanged(object, old)) {
            ofTemplate(object, told, path);
        }
    }

    public static void ofTemplate(ObjectTree object, Warnings told, String... path) {
        Place template = Place.root(object, new Problems());
        for (String step : path) {
            template = template.at(step);
        }
        PodWarnings.of(template, true, told);
    }
}
