package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.admissionregistration.v1.MutatingAdmissionPolicy;
import dev.pilothouse.api.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import dev.pilothouse.api.apply.MalformedFields;
import dev.pilothouse.api.apply.Overlay;
import dev.pilothouse.api.apply.Shapes;
import dev.pilothouse.api.apply.TrackedType;
import dev.pilothouse.api.cel.CelFailure;
import dev.pilothouse.api.cel.Values;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.patch.JsonPatch;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets MutatingAdmissionPolicies change a write. Each sees what those before it have done; one that wants to is asked
/// again, once, when others changed the object after it.
final class MutatingPolicies implements AdmissionPlugin {
    private final PolicyBook book;
    private final PolicyParameters parameters;
    private final Authorizer authorizer;

    MutatingPolicies(PolicyReads reads, Authorizer authorizer, ExpressionTimes times) {
        this.book = new PolicyBook(reads, MutatingAdmissionPolicy.RESOURCE, MutatingAdmissionPolicyBinding.RESOURCE, times);
        this.parameters = new PolicyParameters(reads);
        this.authorizer = authorizer;
    }

    @Override
    public String name() {
        return "MutatingAdmissionPolicy";
    }

    /// A policy that may be asked again, and what it left behind.
    private record Asked(PolicyBook.Bound bound, ObjectTree left) {}

    @Override
    public ObjectTree mutate(AdmissionRequest request) {
        if (book.isEmpty() || request.operation() == AdmissionRequest.Operation.DELETE) {
            return request.object();
        }
        Optional<ObjectTree> namespace = book.namespace(request);
        AdmissionRequest current = request;
        List<Asked> again = new ArrayList<>();
        for (PolicyBook.Bound bound : book.matching(request, namespace)) {
            current = changed(bound, current, namespace);
            if (bound.plan().spec().text("reinvocationPolicy").equals("IfNeeded")) {
                again.add(new Asked(bound, current.object()));
            }
        }
        for (Asked asked : again) {
            if (!asked.left().equals(current.object())) {
                current = changed(asked.bound(), current, namespace);
            }
        }
        return current.object();
    }

    private AdmissionRequest changed(
            PolicyBook.Bound bound, AdmissionRequest request, Optional<ObjectTree> namespace) {
        AdmissionRequest current = request;
        for (ObjectTree binding : bound.bindings()) {
            try {
                current = changed(bound.plan(), binding, current, namespace);
            } catch (CelFailure e) {
                if (bound.plan().failsClosed()) {
                    throw ApiError.failedPolicy(
                            request.groupResource(),
                            request.name(),
                            "policy '" + bound.plan().name() + "' with binding '"
                                    + binding.object("metadata").text("name") + "' denied request: " + e.getMessage());
                }
            }
        }
        return current;
    }

    /// @throws CelFailure if a change can't be made
    private AdmissionRequest changed(
            PolicyPlan plan, ObjectTree binding, AdmissionRequest request, Optional<ObjectTree> namespace) {
        return switch (parameters.of(plan.spec(), binding.object("spec"), request.namespace())) {
            case PolicyParameters.Found.Misconfigured(String why) ->
                throw new CelFailure("failed to configure binding: " + why);
            case PolicyParameters.Found.Objects(List<ObjectTree> objects) -> {
                AdmissionRequest current = request;
                for (ObjectTree each : objects) {
                    current = changedWith(each, plan, current, namespace);
                }
                yield current;
            }
        };
    }

    private AdmissionRequest changedWith(
            ObjectTree given, PolicyPlan plan, AdmissionRequest request, Optional<ObjectTree> namespace) {
        PolicyInputs inputs = new PolicyInputs(request, namespace, authorizer).withParameters(given);
        switch (plan.conditions(inputs)) {
            case PolicyPlan.Conditions.NotMet _ -> {
                return request;
            }
            case PolicyPlan.Conditions.Unclear(String why) -> throw new CelFailure(why);
            case PolicyPlan.Conditions.Met _ -> {
                AdmissionRequest current = request;
                for (ObjectTree mutation : plan.spec().list("mutations").objects()) {
                    PolicyInputs now = new PolicyInputs(current, namespace, authorizer).withParameters(given);
                    current = current.with(changed(plan, mutation, current, plan.withVariables(now)));
                }
                return current;
            }
        }
    }

    private static ObjectTree changed(
            PolicyPlan plan, ObjectTree mutation, AdmissionRequest request, PolicyInputs inputs) {
        if (mutation.text("patchType").equals("JSONPatch")) {
            Object steps = plan.evaluate(mutation.object("jsonPatch").text("expression"), inputs);
            return patched(Values.tree(steps).asList().objects(), request.object());
        }
        Object overlay = plan.evaluate(mutation.object("applyConfiguration").text("expression"), inputs);
        return overlaid(Values.tree(overlay).asObject(), request);
    }

    private static ObjectTree patched(List<ObjectTree> steps, ObjectTree object) {
        ObjectTree current = object;
        for (ObjectTree step : steps) {
            try {
                current = new JsonPatch(List.of(step)).apply(current).asObject();
            } catch (ApiError e) {
                throw new CelFailure(failure(step));
            }
        }
        return current;
    }

    private static String failure(ObjectTree step) {
        String operation = step.text("op");
        String path = "\"" + step.text("path") + "\"";
        return switch (operation) {
            case "test" -> "JSON Patch: testing value " + step.text("path") + " failed: test failed";
            case "remove" -> "JSON Patch: remove operation does not apply: doc is missing path: " + path + ": missing value";
            case "replace" -> "JSON Patch: replace operation does not apply: doc is missing key: " + step.text("path")
                    + ": missing value";
            default -> "JSON Patch: " + operation + " operation does not apply: doc is missing path: " + path
                    + ": missing value";
        };
    }

    private static ObjectTree overlaid(ObjectTree overlay, AdmissionRequest request) {
        ObjectTree object = request.object();
        Optional<TypeSchema> type = Schemas.builtIn().kind(request.resource().groupVersionKind());
        try {
            return type.isPresent()
                    ? Overlay.of(new TrackedType.Described(Shapes.builtIn(), type.get()), object, overlay)
                    : Overlay.ofUnknown(object, overlay);
        } catch (MalformedFields e) {
            throw new CelFailure("error applying patch: " + e.getMessage());
        }
    }
}
