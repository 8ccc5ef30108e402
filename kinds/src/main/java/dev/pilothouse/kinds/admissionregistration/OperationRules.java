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

    private static void resources(Place resources) {
        List<String> texts = resources.list().texts();
        resources.check(Checks.REQUIRED);
        if (texts.size() > 1 && texts.contains("*/*")) {
            resources.invalid("if '*/*' is present, must not specify other resources");
            return;
        }
        Set<String> wholes = new HashSet<>();
        Set<String> parts = new HashSet<>();
        for (String text : texts) {
            if (text.endsWith("/*")) {
                wholes.add(text.substring(0, text.length() - 2));
            }
            if (text.startsWith("*/")) {
                parts.add(text.substring(2));
            }
        }
        boolean star = texts.contains("*");
        resources.each(resource -> {
            resource.check(Checks.REQUIRED);
            String[] path = resource.text().split("/", 2);
            if (path.length == 1) {
                if (star && !resource.is("*")) {
                    resource.invalid("if '*' is present, must not specify other resources without subresources");
                }
            } else if (!path[1].equals("*") && wholes.contains(path[0])) {
                resource.invalid("if '" + path[0] + "/*' is present, must not specify " + resource.text());
            } else if (!path[0].equals("*") && parts.contains(path[1])) {
                resource.invalid("if '*/" + path[1] + "' is present, must not specify " + resource.text());
            }
        });
    }
}
