package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;

/// A workload's selector and the template whose pods it must select, or the workload would make pods without end.
public final class Selection {
    private final Place spec;
    private final Place selector;
    private final boolean sound;

    private Selection(Place spec) {
        this.spec = spec;
        this.selector = spec.at("selector");
        Problems problems = new Problems();
        LabelSelector.check(selector.value(), selector.path(), problems);
        this.sound = problems.isEmpty();
    }

    /// @param spec with `selector` and `template`
    public static Selection of(Place spec) {
        return new Selection(spec);
    }

    /// Checks the selector by itself.
    ///
    /// @param whenEmpty the message for a selector that selects everything
    public Selection required(String whenEmpty) {
        if (selector.isAbsent()) {
            selector.required("");
        } else {
            soundOnly(whenEmpty);
        }
        return this;
    }

    /// [#required] without asking for its presence.
    public Selection soundOnly(String whenEmpty) {
        LabelSelector.check(selector.value(), selector.path(), selector.problems());
        ObjectTree tree = selector.object();
        if (tree.object("matchLabels").isEmpty() && tree.list("matchExpressions").isEmpty()) {
            selector.invalid(whenEmpty);
        }
        return this;
    }

    public boolean isSound() {
        return sound;
    }

    /// Whether the selector selects nothing special, hence asks nothing of the template.
    private boolean isEverything() {
        return LabelSelector.of(selector.value()).isEverything();
    }

    /// Reports the template's labels when the selector doesn't select them.
    public void checkTemplate() {
        Place labels = spec.at("template").at("metadata", "labels");
        if (!isEverything() && !LabelSelector.of(selector.value()).matches(labels.object())) {
            labels.invalid("`selector` does not match template `labels`");
        }
    }

    /// What workloads that keep pods running ask of a template besides: pods without an end of their own.
    ///
    /// @param workload the kind as messages name it
    public void checkEndless(String workload) {
        Place pod = spec.at("template", "spec");
        Place policy = pod.at("restartPolicy");
        if (!policy.is("Always")) {
            policy.notSupported(java.util.List.of("Always"));
        }
        Place deadline = pod.at("activeDeadlineSeconds");
        if (deadline.isPresent()) {
            deadline.forbidden("activeDeadlineSeconds in " + workload + " is not Supported");
        }
    }
}
