package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.cel.CelType;
import dev.pilothouse.api.cel.PolicyEnvironment;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Compiles the expressions of a policy: each sees the variables before it.
final class PolicyExpressions {
    static final List<CelType> BOOL = List.of(CelType.Simple.BOOL);
    static final List<CelType> TEXT = List.of(CelType.Simple.STRING);
    static final List<CelType> TEXT_OR_NULL = List.of(CelType.Simple.STRING, CelType.Simple.NULL);
    static final List<CelType> PATCH = List.of(CelType.list(PolicyEnvironment.JSON_PATCH));
    static final List<CelType> OVERLAY = List.of(PolicyEnvironment.OVERLAY);

    private final PolicyEnvironment environment;

    PolicyExpressions(PolicyEnvironment environment) {
        this.environment = environment;
    }

    /// @param wanted the types that it may come to; none means any
    void check(Place place, List<CelType> wanted) {
        check(place, place.text(), wanted);
    }

    /// The same, for an expression that is read without the space around it.
    void checkStripped(Place place, List<CelType> wanted) {
        check(place, place.text().strip(), wanted);
    }

    private void check(Place place, String expression, List<CelType> wanted) {
        environment.problem(expression, wanted).ifPresent(problem -> place.invalid(expression, problem));
    }

    /// For what words a message only.
    PolicyExpressions wording() {
        return new PolicyExpressions(environment.withoutAuthorizer());
    }

    PolicyExpressions changing() {
        return new PolicyExpressions(environment.changing());
    }

    PolicyExpressions withVariable(String name, String expression) {
        return new PolicyExpressions(environment.withVariable(name, expression));
    }
}
