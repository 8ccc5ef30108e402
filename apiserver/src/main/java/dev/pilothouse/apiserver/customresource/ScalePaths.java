package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Scale;
import java.util.List;
import java.util.Optional;

/// Where a custom kind keeps what its `scale` shows. What stands there must be what a scale can show.
///
/// @param wanted `specReplicasPath`, as it is written
/// @param observed `statusReplicasPath`
/// @param selector `labelSelectorPath`, empty without one
record ScalePaths(String wanted, String observed, String selector) {

    /// @param version of a definition
    static Optional<ScalePaths> of(ObjectTree version) {
        ObjectTree scale = version.object("subresources").object("scale");
        return scale.isEmpty()
                ? Optional.empty()
                : Optional.of(new ScalePaths(
                        scale.text("specReplicasPath"),
                        scale.text("statusReplicasPath"),
                        scale.text("labelSelectorPath")));
    }

    Scale scale() {
        String[] selected = steps(selector).toArray(String[]::new);
        return new Scale(
                steps(wanted),
                steps(observed),
                object -> selector.isEmpty() ? "" : object.at(selected).asText());
    }

    private static List<String> steps(String path) {
        return List.of((path.startsWith(".") ? path.substring(1) : path).split("\\."));
    }

    void checkWanted(ObjectTree object, Problems problems) {
        count(object, wanted, problems);
    }

    void checkStatus(ObjectTree object, Problems problems) {
        count(object, observed, problems);
        if (!selector.isEmpty()) {
            String wrong = wrong(object, selector, "string");
            if (!wrong.isEmpty()) {
                problems.invalid(FieldPath.of(selector), "", wrong);
            }
        }
    }

    private static void count(ObjectTree object, String path, Problems problems) {
        FieldPath at = FieldPath.of(path);
        String wrong = wrong(object, path, "int64");
        if (!wrong.isEmpty()) {
            problems.invalid(at, 0, wrong);
            return;
        }
        long count = object.at(steps(path).toArray(String[]::new)).asLong();
        if (count < 0) {
            problems.invalid(at, count, "should be a non-negative integer");
        } else if (count > Integer.MAX_VALUE) {
            problems.invalid(at, count, "should be less than or equal to " + Integer.MAX_VALUE);
        }
    }

    /// Why the path doesn't lead to a value of this Go type; empty if it does, or to none.
    private static String wrong(ObjectTree object, String path, String wanted) {
        StringBuilder upTo = new StringBuilder();
        Tree here = object;
        for (String step : steps(path)) {
            upTo.append('.').append(step);
            if (!(here instanceof ObjectTree parent)) {
                return here.isAbsent() ? "" : GoTypeOf.mismatch(upTo.toString(), here, "map[string]interface{}");
            }
            here = parent.get(step);
        }
        boolean fits = wanted.equals("string")
                ? here instanceof TextTree
                : here instanceof NumberTree number && number.isInteger();
        return here.isAbsent() || fits ? "" : GoTypeOf.mismatch(upTo.toString(), here, wanted);
    }
}
