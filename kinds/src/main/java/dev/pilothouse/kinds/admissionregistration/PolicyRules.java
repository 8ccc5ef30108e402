package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.cel.PolicyEnvironment;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules that policies of both sorts share. They run in the order of the fields' first mention in upstream's messages.
final class PolicyRules {
    private static final Check FAILURE = Checks.oneOf("Fail", "Ignore");
    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");

    /// Words that CEL keeps to itself.
    private static final Set<String> RESERVED = Set.of(
            "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
            "let", "loop", "package", "namespace", "return", "var", "void", "while");

    private PolicyRules() {}

    /// Everything up to the expressions that decide.
    ///
    /// @param match judges `matchConstraints` where there are any
    /// @param old the policy that is replaced, empty at creation
    /// @return what compiles the expressions that follow
    static PolicyExpressions start(Place spec, Check match, ObjectTree old) {
        Place failure = spec.at("failurePolicy");
        if (failure.isAbsent()) {
            failure.required("");
        } else {
            FAILURE.check(failure);
        }
        Place kind = spec.at("paramKind");
        if (kind.isPresent()) {
            paramKind(kind);
        }
        Place constraints = spec.at("matchConstraints");
        if (constraints.isAbsent()) {
            constraints.required("");
        } else {
            match.check(constraints);
            Checks.REQUIRED.check(constraints.at("resourceRules"));
        }
        PolicyExpressions expressions = new PolicyExpressions(PolicyEnvironment.of(kind.isPresent()));
        if (!keepsConditions(spec.object(), old.object("spec"), old)) {
            WebhookRules.conditions(spec.at("matchConditions"), expressions);
        }
        return variables(spec.at("variables"), expressions);
    }

    private static PolicyExpressions variables(Place variables, PolicyExpressions start) {
        List<PolicyExpressions> latest = new ArrayList<>(List.of(start));
        variables.each(variable -> latest.add(variable(variable, latest.getLast())));
        return latest.getLast();
    }

    /// Conditions that were sound stay so, whatever newer rules say.
    private static boolean keepsConditions(ObjectTree spec, ObjectTree before, ObjectTree old) {
        return !old.isEmpty()
                && spec.get("paramKind").equals(before.get("paramKind"))
                && spec.get("matchConditions").equals(before.get("matchConditions"));
    }

    private static void paramKind(Place kind) {
        Place version = kind.at("apiVersion");
        String text = version.text();
        if (text.isEmpty()) {
            version.required("");
        } else {
            GroupVersion.malformed(text)
                    .ifPresentOrElse(version::invalid, () -> groupVersion(version, text.equals("/") ? "" : text));
        }
        Place name = kind.at("kind");
        if (name.isEmpty()) {
            name.required("");
            return;
        }
        List<String> broken = NameRules.dns1035Label(name.text().toLowerCase(Locale.ROOT));
        if (!broken.isEmpty()) {
            name.invalid("may have mixed case, but should otherwise match: " + String.join(",", broken));
        }
    }

    private static void groupVersion(Place place, String text) {
        int slash = text.indexOf('/');
        String group = slash < 0 ? "" : text.substring(0, slash);
        String version = text.substring(slash + 1);
        if (!group.isEmpty()) {
            joined(place, group, NameRules.dns1123Subdomain(group));
        }
        if (version.isEmpty()) {
            place.invalid("version must be specified");
        } else {
            joined(place, version, NameRules.dns1035Label(version));
        }
    }

    private static void joined(Place place, String offending, List<String> broken) {
        if (!broken.isEmpty()) {
            place.invalid(offending, String.join(",", broken));
        }
    }

    /// @return what also knows the variable
    private static PolicyExpressions variable(Place variable, PolicyExpressions expressions) {
        Place name = variable.at("name");
        if (name.text().isBlank()) {
            name.required("name is not specified");
        } else if (!IDENTIFIER.matcher(name.text()).matches() || RESERVED.contains(name.text())) {
            name.invalid("must be a valid CEL identifier");
        }
        Place expression = variable.at("expression");
        if (!specified(expression, "expression is not specified")) {
            return expressions;
        }
        expressions.check(expression, List.of());
        return expressions.withVariable(name.text(), expression.text());
    }

    /// Whether there is an expression; otherwise says so.
    static boolean specified(Place expression, String missing) {
        boolean blank = expression.text().isBlank();
        if (blank) {
            expression.required(missing);
        }
        return !blank;
    }
}
