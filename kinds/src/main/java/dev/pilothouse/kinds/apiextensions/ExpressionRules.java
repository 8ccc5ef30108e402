package dev.pilothouse.kinds.apiextensions;

import dev.pilothouse.api.cel.CelProgram;
import dev.pilothouse.api.cel.CelProgram.Compiled;
import dev.pilothouse.api.cel.CelType;
import dev.pilothouse.api.cel.RuleEnvironment;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.rules.Place;
import java.nio.charset.StandardCharsets;

/// Compiles the rules of a schema, each against the value that it stands at.
final class ExpressionRules {
    private ExpressionRules() {}

    /// @param schema known to be structural
    static void check(Place schema) {
        node(schema, true, true);
    }

    /// @param correlatable whether it can be told which old value a new one replaces
    private static void node(Place schema, boolean root, boolean correlatable) {
        Place rules = schema.at("x-kubernetes-validations");
        if (rules.isPresent()) {
            Structural structural = Structural.of(schema.object());
            rules.each(rule -> rule(rule, structural, root, correlatable));
        }
        Place items = schema.at("items");
        if (items.value() instanceof ObjectTree) {
            node(items, false, correlatable && schema.at("x-kubernetes-list-type").is("map"));
        }
        boolean fieldsStay = correlatable && !schema.at("x-kubernetes-map-type").is("atomic");
        schema.at("properties").eachKey(property -> node(property, false, fieldsStay));
        if (schema.at("additionalProperties").value() instanceof ObjectTree) {
            node(schema.at("additionalProperties"), false, fieldsStay);
        }
    }

    private static void rule(Place rule, Structural schema, boolean root, boolean correlatable) {
        if (rule.at("rule").text().isBlank()) {
            return;
        }
        Place optional = rule.at("optionalOldSelf");
        RuleEnvironment environment = RuleEnvironment.of(schema, root, optional.bool());
        switch (environment.compile(rule.at("rule").text())) {
            case Compiled.Wrong(String message) -> wrong(rule.at("rule"), rule, "compilation failed: " + message);
            case Compiled.Sound(CelProgram program) -> {
                boolean transition = program.mentions("oldSelf");
                if (program.type() != CelType.Simple.BOOL) {
                    wrong(rule.at("rule"), rule, "cel expression must evaluate to a bool");
                } else if (transition && !correlatable) {
                    rule.at("rule")
                            .invalid("oldSelf cannot be used on the uncorrelatable portion of the schema within "
                                    + rule.parent().parent().path());
                } else if (!transition && optional.bool()) {
                    optional.invalid("may not be set if oldSelf is not used in rule");
                }
            }
        }
        String wording = rule.at("messageExpression").text();
        if (!wording.isBlank()) {
            switch (environment.compile(wording)) {
                case Compiled.Wrong(String message) ->
                    wrong(rule.at("messageExpression"), rule, "messageExpression compilation failed: " + message);
                case Compiled.Sound(CelProgram program) when program.type() != CelType.Simple.STRING ->
                    wrong(rule.at("messageExpression"), rule, "messageExpression must evaluate to a string");
                case Compiled.Sound _ -> {}
            }
        }
    }

    /// Messages show the whole rule, as Go writes the struct.
    private static void wrong(Place place, Place rule, String problem) {
        String text = ("{\"Rule\":" + json(rule.at("rule"))
                        + ",\"Message\":" + json(rule.at("message"))
                        + ",\"MessageExpression\":" + json(rule.at("messageExpression"))
                        + ",\"Reason\":" + orNull(rule.at("reason"))
                        + ",\"FieldPath\":" + json(rule.at("fieldPath"))
                        + ",\"OptionalOldSelf\":" + orNull(rule.at("optionalOldSelf")) + "}")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
        place.problems().add(FieldError.shown(FieldError.Type.INVALID, place.path(), text, problem));
    }

    private static String json(Place text) {
        return new String(Json.write(Tree.of(text.text())), StandardCharsets.UTF_8);
    }

    private static String orNull(Place pointer) {
        return pointer.isAbsent() ? "null" : new String(Json.write(pointer.value()), StandardCharsets.UTF_8);
    }
}
