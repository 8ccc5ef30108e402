package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.admissionregistration.v1.ValidatingAdmissionPolicy;
import dev.pilothouse.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import dev.pilothouse.api.cel.CelFailure;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks ValidatingAdmissionPolicies about a write as it is going to be stored. The first refusal is the answer; all policies
/// are asked, so that warnings don't depend on who refuses.
final class ValidatingPolicies implements AdmissionPlugin {
    private static final int LONGEST_MESSAGE_BYTES = 5 * 1024;

    private record Refusal(String reason, String message) {}

    private final PolicyBook book;
    private final PolicyParameters parameters;
    private final Authorizer authorizer;

    ValidatingPolicies(PolicyReads reads, Authorizer authorizer, ExpressionTimes times) {
        this.book = new PolicyBook(reads, ValidatingAdmissionPolicy.RESOURCE, ValidatingAdmissionPolicyBinding.RESOURCE, times);
        this.parameters = new PolicyParameters(reads);
        this.authorizer = authorizer;
    }

    @Override
    public String name() {
        return "ValidatingAdmissionPolicy";
    }

    @Override
    public void review(AdmissionRequest request) {
        if (book.isEmpty()) {
            return;
        }
        Optional<ObjectTree> namespace = book.namespace(request);
        List<PolicyBook.Bound> matching = book.matching(request, namespace);
        if (matching.isEmpty()) {
            return;
        }
        PolicyInputs inputs = new PolicyInputs(request, namespace, authorizer);
        List<Refusal> refusals = new ArrayList<>();
        for (PolicyBook.Bound bound : matching) {
            for (ObjectTree binding : bound.bindings()) {
                refusals.addAll(ask(bound.plan(), binding, inputs, request));
            }
        }
        if (!refusals.isEmpty()) {
            throw refused(request, refusals.getFirst());
        }
    }

    private static ApiError refused(AdmissionRequest request, Refusal refusal) {
        return ApiError.refusedByPolicy(
                request.groupResource(), request.name(), refusal.reason(), refusal.message());
    }

    private List<Refusal> ask(PolicyPlan plan, ObjectTree binding, PolicyInputs inputs, AdmissionRequest request) {
        String bindingName = binding.object("metadata").text("name");
        String of = "ValidatingAdmissionPolicy '" + plan.name() + "' with binding '" + bindingName + "'";
        ObjectTree spec = binding.object("spec");
        List<Refusal> refusals = new ArrayList<>();
        switch (parameters.of(plan.spec(), spec, request.namespace())) {
            case PolicyParameters.Found.Misconfigured(String why) -> {
                if (plan.failsClosed()) {
                    refusals.add(new Refusal("Invalid", of + " denied request: failed to configure binding: " + why));
                }
            }
            case PolicyParameters.Found.Objects(List<ObjectTree> objects) -> {
                List<String> actions = spec.list("validationActions").texts();
                for (ObjectTree each : objects) {
                    for (Refusal found : judge(plan, inputs.withParameters(each))) {
                        if (actions.contains("Deny")) {
                            refusals.add(new Refusal(found.reason(), of + " denied request: " + found.message()));
                        }
                        if (actions.contains("Warn")) {
                            request.warnings().add("Validation failed for " + of + ": " + found.message());
                        }
                    }
                }
            }
        }
        return refusals;
    }

    private static List<Refusal> judge(PolicyPlan plan, PolicyInputs inputs) {
        return switch (plan.conditions(inputs)) {
            case PolicyPlan.Conditions.NotMet _ -> List.of();
            case PolicyPlan.Conditions.Unclear(String why) ->
                plan.failsClosed() ? List.of(new Refusal("Invalid", why)) : List.of();
            case PolicyPlan.Conditions.Met _ -> {
                PolicyInputs complete = plan.withVariables(inputs);
                yield plan.spec().list("validations").objects().stream()
                        .flatMap(validation -> judge(plan, validation, complete).stream())
                        .toList();
            }
        };
    }

    private static Optional<Refusal> judge(PolicyPlan plan, ObjectTree validation, PolicyInputs inputs) {
        String expression = validation.text("expression");
        String reason = validation.text("reason").isEmpty() ? "Invalid" : validation.text("reason");
        try {
            return Boolean.TRUE.equals(plan.evaluate(expression, inputs))
                    ? Optional.empty()
                    : Optional.of(new Refusal(reason, message(plan, validation, inputs)));
        } catch (CelFailure e) {
            return plan.failsClosed()
                    ? Optional.of(new Refusal(
                            "Invalid", "expression '" + expression + "' resulted in error: " + e.getMessage()))
                    : Optional.empty();
        }
    }

    /// An expression for the message that comes to nothing fit to be shown doesn't count.
    private static String message(PolicyPlan plan, ObjectTree validation, PolicyInputs inputs) {
        String expression = validation.text("messageExpression");
        if (!expression.isEmpty()) {
            try {
                if (plan.evaluate(expression, inputs) instanceof String text && isFit(text.strip())) {
                    return text.strip();
                }
            } catch (CelFailure e) {
                // The refusal stands without it.
            }
        }
        String message = validation.text("message").strip();
        return message.isEmpty() ? "failed expression: " + validation.text("expression").strip() : message;
    }

    private static boolean isFit(String text) {
        return !text.isEmpty()
                && text.indexOf('\n') < 0
                && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_MESSAGE_BYTES;
    }
}
