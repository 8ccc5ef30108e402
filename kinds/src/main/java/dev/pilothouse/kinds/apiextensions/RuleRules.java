package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.structural.SchemaPath;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for what stands around an expression in `x-kubernetes-validations`; the expressions themselves are judged where
/// they are compiled.
final class RuleRules {
    private static final List<String> REASONS =
            List.of("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

    private RuleRules() {}

    static void check(Place schema) {
        schema.at("x-kubernetes-validations").each(rule -> rule(rule, schema));
    }

    private static void rule(Place rule, Place schema) {
        Place expression = rule.at("rule");
        Place message = rule.at("message");
        String words = message.text().strip();
        if (expression.text().isBlank()) {
            expression.required("rule is not specified");
        } else if (!message.text().isEmpty() && words.isEmpty()) {
            message.invalid("must be non-empty if specified");
        } else if (hasLineBreak(words)) {
            message.invalid("must not contain line breaks");
        } else if (hasLineBreak(expression.text().strip()) && words.isEmpty()) {
            message.required("message must be specified if rule contains line breaks");
        }
        Place messageExpression = rule.at("messageExpression");
        if (!messageExpression.text().isEmpty() && messageExpression.text().isBlank()) {
            messageExpression.required("messageExpression must be non-empty if specified");
        }
        Place reason = rule.at("reason");
        if (reason.isPresent() && !REASONS.contains(reason.text())) {
            reason.notSupported(REASONS);
        }
        fieldPath(rule.at("fieldPath"), schema);
    }

    private static void fieldPath(Place path, Place schema) {
        if (path.text().isEmpty()) {
            return;
        }
        if (path.text().isBlank()) {
            path.invalid("must be non-empty if specified");
        }
        if (hasLineBreak(path.text())) {
            path.invalid("must not contain line breaks");
        }
        if (Unsupported.in(schema.object()).isPresent()) {
            return;
        }
        try {
            SchemaPath.of(path.text(), Structural.of(schema.object()), true);
        } catch (SchemaPath.Broken broken) {
            path.invalid("must be a valid path");
        }
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
