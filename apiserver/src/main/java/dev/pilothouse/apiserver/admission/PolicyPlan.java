package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.cel.Budget;
import dev.pilothouse.api.cel.CelFailure;
import dev.pilothouse.api.cel.CelProgram;
import dev.pilothouse.api.cel.CelProgram.Compiled;
import dev.pilothouse.api.cel.CelStruct;
import dev.pilothouse.api.cel.PolicyEnvironment;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A policy with its expressions compiled, each when it is first needed.
final class PolicyPlan {
    private final ObjectTree policy;
    private final ExpressionTimes times;
    private final PolicyEnvironment environment;
    private final Map<String, Compiled> programs = new ConcurrentHashMap<>();

    PolicyPlan(ObjectTree policy, ExpressionTimes times) {
        this.times = times;
        this.policy = policy;
        PolicyEnvironment known = PolicyEnvironment.of(spec().has("paramKind"));
        for (ObjectTree variable : spec().list("variables").objects()) {
            known = known.withVariable(variable.text("name"), variable.text("expression"));
        }
        this.environment = known.changing();
    }

    ObjectTree policy() {
        return policy;
    }

    String name() {
        return policy.object("metadata").text("name");
    }

    ObjectTree spec() {
        return policy.object("spec");
    }

    /// Whether an expression without a value refuses the write.
    boolean failsClosed() {
        return !spec().text("failurePolicy").equals("Ignore");
    }

    /// What an expression comes to.
    ///
    /// @throws CelFailure if it comes to nothing
    Object evaluate(String expression, PolicyInputs inputs) {
        return switch (programs.computeIfAbsent(expression, it -> times.compiling(() -> environment.compile(it)))) {
            case Compiled.Sound(CelProgram program) ->
                times.evaluating(() -> program.evaluate(inputs, new Budget(Budget.PER_CALL)));
            case Compiled.Wrong(String message) -> throw new CelFailure("compilation failed: " + message);
        };
    }

    /// With the policy's variables, each computed when an expression asks for it.
    PolicyInputs withVariables(PolicyInputs inputs) {
        List<ObjectTree> variables = spec().list("variables").objects();
        if (variables.isEmpty()) {
            return inputs;
        }
        Map<String, Supplier<Object>> fields = new LinkedHashMap<>();
        CelStruct[] all = new CelStruct[1];
        PolicyInputs complete = inputs.with("variables", () -> all[0]);
        for (ObjectTree variable : variables) {
            String name = variable.text("name");
            fields.put(name, () -> {
                try {
                    return evaluate(variable.text("expression"), complete);
                } catch (CelFailure e) {
                    throw new CelFailure("composited variable \"" + name + "\" fails to evaluate: " + e.getMessage());
                }
            });
        }
        all[0] = new CelStruct("kubernetes.variables", fields);
        return complete;
    }

    /// Whether the write meets the policy's conditions.
    sealed interface Conditions {
        record Met() implements Conditions {}

        record NotMet() implements Conditions {}

        /// None says no, but not all have said yes.
        record Unclear(String why) implements Conditions {}
    }

    Conditions conditions(PolicyInputs inputs) {
        Optional<String> failure = Optional.empty();
        for (ObjectTree condition : spec().list("matchConditions").objects()) {
            try {
                if (!Boolean.TRUE.equals(evaluate(condition.text("expression"), inputs))) {
                    return new Conditions.NotMet();
                }
            } catch (CelFailure e) {
                failure = failure.or(() -> Optional.of(
                        "expression '" + condition.text("expression") + "' resulted in error: " + e.getMessage()));
            }
        }
        return failure.<Conditions>map(Conditions.Unclear::new).orElseGet(Conditions.Met::new);
    }
}
