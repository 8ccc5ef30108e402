package dev.pilothouse.apiserver.customresource;

import dev.pilothouse.api.cel.Budget;
import dev.pilothouse.api.cel.CelFailure;
import dev.pilothouse.api.cel.CelProgram;
import dev.pilothouse.api.cel.CelProgram.Compiled;
import dev.pilothouse.api.cel.RuleEnvironment;
import dev.pilothouse.api.cel.SchemaForm;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.structural.Correlation;
import dev.pilothouse.api.structural.SchemaPath;
import dev.pilothouse.api.structural.Structural;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Function;

/// Asks the rules in CEL. A value that an update leaves as it is isn't asked again (KEP-4008).
final class ExpressionRules implements SchemaRules {
    private record Key(boolean root, boolean optionalOld, String expression) {}

    /// Programs by the schema that they were compiled for; a schema that nobody holds any more takes them with it.
    private final Map<Structural, Map<Key, Compiled>> programs = Collections.synchronizedMap(new WeakHashMap<>());

    private final ExpressionTimes times;

    ExpressionRules(ExpressionTimes times) {
        this.times = times;
    }

    @Override
    public List<FieldError> check(Structural schema, ObjectTree object, ObjectTree old) {
        List<FieldError> errors = new ArrayList<>();
        Correlation both = new Correlation(object, old.isEmpty() ? NullTree.ABSENT : old, schema);
        node(FieldPath.NONE, both, true, errors);
        return errors;
    }

    private void node(FieldPath path, Correlation both, boolean root, List<FieldError> errors) {
        if (both.now().isNull() || both.isUnchanged()) {
            return;
        }
        Structural schema = both.schema();
        for (ObjectTree rule : schema.tree().list("x-kubernetes-validations").objects()) {
            ask(path, both, root, rule).ifPresent(errors::add);
        }
        if (both.now() instanceof ObjectTree object) {
            object.fields().forEach(field -> below(schema, field.name()).ifPresent(type -> {
                boolean named = schema.properties().containsKey(field.name());
                node(
                        named ? path.child(field.name()) : path.key(field.name()),
                        both.field(field.name()).orElseGet(() -> Correlation.fresh(field.value(), type)),
                        false,
                        errors);
            }));
        }
        if (both.now() instanceof ListTree list && schema.items().isPresent()) {
            for (int i = 0; i < list.size(); i++) {
                Tree item = list.get(i);
                Correlation each = both.item(i).orElseGet(() -> Correlation.fresh(item, schema.items().get()));
                node(path.index(i), each, false, errors);
            }
        }
    }

    private static Optional<Structural> below(Structural schema, String field) {
        return Optional.ofNullable(schema.properties().get(field)).or(schema::additional);
    }

    private Compiled compiled(Structural schema, Key key) {
        return programs.computeIfAbsent(schema, _ -> new java.util.concurrent.ConcurrentHashMap<>())
                .computeIfAbsent(key, it ->
                        times.compiling(() -> RuleEnvironment.of(schema, it.root(), it.optionalOld()).compile(it.expression())));
    }

    private Optional<FieldError> ask(FieldPath path, Correlation both, boolean root, ObjectTree rule) {
        boolean optional = rule.bool("optionalOldSelf");
        Compiled compiled = compiled(both.schema(), new Key(root, optional, rule.text("rule")));
        if (!(compiled instanceof Compiled.Sound(CelProgram program))) {
            return Optional.empty();
        }
        boolean replaces = !both.before().isAbsent();
        if (program.mentions("oldSelf") && !replaces && !optional) {
            return Optional.empty();
        }
        try {
            Function<String, Optional<Object>> names = names(both, root, optional, replaces);
            return Boolean.TRUE.equals(times.evaluating(() -> program.evaluate(names, new Budget(Budget.PER_CALL))))
                    ? Optional.empty()
                    : Optional.of(broken(path, both, rule, message(both.schema(), root, rule, names)));
        } catch (CelFailure e) {
            return Optional.of(invalid(path, both, failed(rule, String.valueOf(e.getMessage()))));
        }
    }

    private static Function<String, Optional<Object>> names(
            Correlation both, boolean root, boolean optional, boolean replaces) {
        Object self = SchemaForm.value(both.schema(), root, both.now());
        Optional<Object> old = replaces ? Optional.of(SchemaForm.value(both.schema(), root, both.before())) : Optional.empty();
        return name -> switch (name) {
            case "self" -> Optional.of(self);
            case "oldSelf" -> optional ? Optional.of(old) : old;
            default -> Optional.empty();
        };
    }

    private static String words(ObjectTree rule) {
        String message = rule.text("message").strip();
        return message.isEmpty() ? rule.text("rule").strip() : message;
    }

    private static String failed(ObjectTree rule, String why) {
        return why.startsWith("no such overload")
                ? "call arguments did not match a supported operator, function or macro signature for rule: " + words(rule)
                : why + " evaluating rule: " + words(rule);
    }

    private String message(Structural schema, boolean root, ObjectTree rule, Function<String, Optional<Object>> names) {
        String wording = rule.text("messageExpression");
        if (!wording.isBlank()
                && compiled(schema, new Key(root, rule.bool("optionalOldSelf"), wording))
                        instanceof Compiled.Sound(CelProgram program)) {
            try {
                if (times.evaluating(() -> program.evaluate(names, new Budget(Budget.PER_CALL))) instanceof String text
                        && !text.isBlank()
                        && text.strip().indexOf('\n') < 0) {
                    return text.strip();
                }
            } catch (CelFailure e) {
                // The rule is broken all the same.
            }
        }
        String message = rule.text("message").strip();
        return message.isEmpty() ? "failed rule: " + rule.text("rule").strip() : message;
    }

    private static FieldError broken(FieldPath path, Correlation both, ObjectTree rule, String message) {
        FieldPath at = path;
        try {
            if (!rule.text("fieldPath").isBlank()) {
                at = path.then(SchemaPath.of(rule.text("fieldPath"), both.schema(), true).path());
            }
        } catch (SchemaPath.Broken e) {
            // Definitions with such paths are refused; an old one is reported at the rule's own place.
        }
        return switch (rule.text("reason")) {
            case "FieldValueForbidden" -> FieldError.forbidden(at, message);
            case "FieldValueRequired" -> FieldError.required(at, message);
            case "FieldValueDuplicate" -> FieldError.duplicate(at, both.now());
            default -> invalid(at, both, message);
        };
    }

    /// A value with parts is too long to be shown.
    private static FieldError invalid(FieldPath path, Correlation both, String detail) {
        return both.now() instanceof ObjectTree || both.now() instanceof ListTree
                ? FieldError.unshown(FieldError.Type.INVALID, path, detail)
                : FieldError.invalid(path, both.now(), detail);
    }
}
