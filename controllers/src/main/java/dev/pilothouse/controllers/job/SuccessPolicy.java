package dev.pilothouse.controllers.job;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// When an indexed Job has done enough though not all of its indexes are done (KEP-3998).
final class SuccessPolicy {
    private SuccessPolicy() {}

    /// The words for the Job's condition, if a rule is fulfilled.
    static Optional<String> met(ObjectTree job, TreeSet<Integer> done) {
        List<ObjectTree> rules =
                job.object("spec").object("successPolicy").list("rules").objects();
        for (int index = 0; index < rules.size() && !done.isEmpty(); index++) {
            if (isMet(rules.get(index), done)) {
                return Optional.of("Matched rules at index " + index);
            }
        }
        return Optional.empty();
    }

    private static boolean isMet(ObjectTree rule, TreeSet<Integer> done) {
        if (!rule.has("succeededIndexes")) {
            return rule.has("succeededCount") && done.size() >= rule.number("succeededCount");
        }
        TreeSet<Integer> asked = Indexes.parse(rule.text("succeededIndexes"));
        long there = asked.stream().filter(done::contains).count();
        return there >= (rule.has("succeededCount") ? rule.number("succeededCount") : asked.size());
    }
}
