package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for what calls a webhook or a policy: operations on resources. A star stands for all, and stands alone.
final class OperationRules {
    private static final String ALONE = "if '*' is present, must not specify other ";
    private static final Check OPERATION = Checks.oneOf("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final Check SCOPE = Checks.optional(Checks.oneOf("*", "Cluster", "Namespaced"));

    private OperationRules() {}

    static void check(Place rule) {
        Place operations = rule.at("operations");
        all(operations, "operations", false);
        operations.each(OPERATION::check);
        all(rule.at("apiGroups"), "API groups", false);
        all(rule.at("apiVersions"), "API versions", true);
        resources(rule.at("resources"));
        SCOPE.check(rule.at("scope"));
    }

    private static void all(Place list, String what, boolean named) {
        List<String> texts = list.list().texts();
        list.check(Checks.REQUIRED);
        if (texts.size() > 1 && texts.contains("*")) {
            list.invalid(ALONE + what);
        }
        if (named) {
            list.each(Checks.REQUIRED::check);
        }
    }

    /// A star before an item makes the item needless, one after it doesn't: so has it always been. Of names without a
    /// subresource the last one counts.
    private static void resources(Place resources) {
        resources.check(Checks.REQUIRED);
        Set<String> wholes = new HashSet<>();
        Set<String> parts = new HashSet<>();
        boolean[] alone = {false};
        resources.each(resource -> {
            String text = resource.text();
            String[] path = text.split("/", 2);
            if (text.isEmpty()) {
                resource.required("");
            } else if (path.length == 1) {
                alone[0] = !text.equals("*");
            } else {
                if (wholes.contains(path[0])) {
                    resource.invalid("if '" + path[0] + "/*' is present, must not specify " + text);
                }
                if (parts.contains(path[1])) {
                    resource.invalid("if '*/" + path[1] + "' is present, must not specify " + text);
                }
                if (path[1].equals("*")) {
                    wholes.add(path[0]);
                }
                if (path[0].equals("*")) {
                    parts.add(path[1]);
                }
            }
        });
        List<String> texts = resources.list().texts();
        if (texts.size() > 1 && texts.contains("*/*")) {
            resources.invalid("if '*/*' is present, must not specify other resources");
        }
        if (texts.contains("*") && alone[0]) {
            resources.invalid("if '*' is present, must not specify other resources without subresources");
        }
    }
}
