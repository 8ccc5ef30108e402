package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Conditions;
import dev.pilothouse.kinds.rules.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Rules for policies that refuse: what they ask, and what they write down.
final class ValidationRules {
    private static final int MOST_ANNOTATIONS = 20;
    private static final int LONGEST_VALUE_EXPRESSION_BYTES = 5 * 1024;
    private static final String NOTHING = "validations or auditAnnotations must contain at least one item";
    private static final Check REASON = Checks.optional(Checks.oneOf("Forbidden", "Invalid", "RequestEntityTooLarge"));

    private ValidationRules() {}

    static void check(Place policy, ObjectTree old) {
        Place spec = policy.at("spec");
        PolicyExpressions expressions = PolicyRules.start(spec, MatchRules::check, old);
        Place validations = spec.at("validations");
        Place annotations = spec.at("auditAnnotations");
        if (validations.isEmpty() && annotations.isEmpty()) {
            validations.required(NOTHING);
            annotations.required(NOTHING);
            return;
        }
        validations.each(validation -> validation(validation, expressions));
        if (annotations.list().size() > MOST_ANNOTATIONS) {
            annotations.invalid("must not have more than " + MOST_ANNOTATIONS + " auditAnnotations");
        }
        Set<String> keys = new HashSet<>();
        annotations.each(annotation -> {
            annotation(annotation, policy.at("metadata", "name").text(), expressions);
            Place key = annotation.at("key");
            if (!keys.add(key.text())) {
                key.duplicate(key.text());
            }
        });
    }

    private static void validation(Place validation, PolicyExpressions expressions) {
        Place expression = validation.at("expression");
        if (PolicyRules.specified(expression, "expression is not specified")) {
            expressions.check(expression, PolicyExpressions.BOOL);
        }
        Place messageExpression = validation.at("messageExpression");
        if (!messageExpression.isEmpty() && messageExpression.text().isBlank()) {
            messageExpression.invalid("must be non-empty if specified");
        } else if (!messageExpression.isEmpty()) {
            expressions.wording().check(messageExpression, PolicyExpressions.TEXT);
        }
        Place message = validation.at("message");
        String trimmed = message.text().strip();
        if (!message.isEmpty() && trimmed.isEmpty()) {
            message.invalid("message must be non-empty if specified");
        } else if (trimmed.indexOf('\n') >= 0 || trimmed.indexOf('\r') >= 0) {
            message.invalid("message must not contain line breaks");
        }
        REASON.check(validation.at("reason"));
    }

    private static void annotation(Place annotation, String policy, PolicyExpressions expressions) {
        Place key = annotation.at("key");
        if (policy.isEmpty()) {
            key.invalidText("requires metadata.name be non-empty");
        } else {
            String whole = policy + "/" + key.text();
            key.invalidEach(whole, NameRules.qualifiedName(whole));
        }
        Place expression = annotation.at("valueExpression");
        if (!PolicyRules.specified(expression, "valueExpression is not specified")) {
            return;
        }
        if (expression.text().strip().getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE_EXPRESSION_BYTES) {
            expression.required("must not exceed " + LONGEST_VALUE_EXPRESSION_BYTES + " bytes in length");
        } else {
            expressions.checkStripped(expression, PolicyExpressions.TEXT_OR_NULL);
        }
    }

    /// What the controller that checks the types found.
    static void status(Place status) {
        status.at("typeChecking", "expressionWarnings").each(warning -> {
            Checks.REQUIRED.check(warning.at("warning"));
            Place field = warning.at("fieldRef");
            if (field.text().isBlank()) {
                field.required("");
            }
        });
        Conditions.check(status.at("conditions"));
    }
}
