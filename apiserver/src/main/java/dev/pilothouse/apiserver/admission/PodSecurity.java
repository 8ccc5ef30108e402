package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.Namespace;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.admission.AdmissionRequest.Operation;
import dev.pilothouse.apiserver.admission.podsecurity.LevelVersion;
import dev.pilothouse.apiserver.admission.podsecurity.PodShape;
import dev.pilothouse.apiserver.admission.podsecurity.Policy;
import dev.pilothouse.apiserver.admission.podsecurity.Standards;
import dev.pilothouse.apiserver.admission.podsecurity.Violation;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.metrics.RuleFamilies;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// Holds pods to the level that their namespace asks for by its labels. Objects that make pods are only warned of: it is the
/// pods that are refused.
final class PodSecurity implements AdmissionPlugin {
    /// Parts of a pod that say nothing of what it may do.
    private static final Set<String> HARMLESS =
            Set.of("exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status");

    private final PolicyReads reads;
    private final Series<LongAdder> evaluations = Series.counts(RuleFamilies.POD_SECURITY);

    PodSecurity(PolicyReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "PodSecurity";
    }

    @Override
    public Source source() {
        return evaluations;
    }

    @Override
    public void review(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE && request.operation() != Operation.UPDATE) {
            return;
        }
        GroupVersionResource id = request.resource().id();
        if (id.equals(Pod.RESOURCE)) {
            reviewPod(request);
        } else if (request.subresource().isEmpty() && id.equals(Namespace.RESOURCE)) {
            reviewNamespace(request);
        } else if (request.subresource().isEmpty() && PodTemplates.PATHS.containsKey(id)) {
            reviewTemplate(request, PodTemplates.PATHS.get(id));
        }
    }

    private Policy policy(String namespace) {
        return reads.get(Namespace.RESOURCE, "", namespace)
                .or(() -> reads.getLatest(Namespace.RESOURCE, "", namespace))
                .map(Policy::of)
                .orElseThrow(() -> ApiError.internal("failed to lookup namespace \"" + namespace + "\""));
    }

    private void reviewPod(AdmissionRequest request) {
        if (HARMLESS.contains(request.subresource())) {
            return;
        }
        Policy policy = policy(request.namespace());
        ObjectTree pod = request.object();
        boolean unchanged = request.operation() == Operation.UPDATE
                && PodSecurity.runsTheSame(pod.object("spec"), request.old().orElse(ObjectTree.EMPTY).object("spec"));
        if (unchanged) {
            return;
        }
        if (policy.errors().isEmpty() && policy.isOpen()) {
            note(request, "allow", "enforce", policy.enforce());
            return;
        }
        PodShape shape = new PodShape(pod.object("metadata"), pod.object("spec"));
        List<Violation> violations = Standards.violations(policy.enforce(), shape);
        note(request, violations.isEmpty() ? "allow" : "deny", "enforce", policy.enforce());
        if (!violations.isEmpty()) {
            throw ApiError.forbidden(
                    new GroupResource("", "pods"),
                    request.name(),
                    "violates PodSecurity \"" + policy.enforce() + "\": " + Violation.described(violations));
        }
        warn(request, policy, shape);
    }

    /// Of what may change in a pod's specification only images and additional containers are judged again.
    private static boolean runsTheSame(ObjectTree spec, ObjectTree old) {
        for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
            List<ObjectTree> now = spec.list(list).objects();
            List<ObjectTree> before = old.list(list).objects();
            if (now.size() != before.size()) {
                return false;
            }
            for (int i = 0; i < now.size(); i++) {
                if (!now.get(i).text("image").equals(before.get(i).text("image"))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void reviewTemplate(AdmissionRequest request, List<String> path) {
        Policy policy = policy(request.namespace());
        Tree template = request.object().at(path.toArray(String[]::new));
        if (!template.isNull() && !policy.isSilent()) {
            warn(request, policy, new PodShape(template.asObject().object("metadata"), template.asObject().object("spec")));
        }
    }

    private void warn(AdmissionRequest request, Policy policy, PodShape pod) {
        List<Violation> violations = Standards.violations(policy.warn(), pod);
        if (!violations.isEmpty()) {
            note(request, "deny", "warn", policy.warn());
            request.warnings()
                    .add("would violate PodSecurity \"" + policy.warn() + "\": " + Violation.described(violations));
        }
    }

    private void note(AdmissionRequest request, String decision, String mode, LevelVersion held) {
        boolean pod = request.resource().id().equals(Pod.RESOURCE);
        evaluations
                .of(
                        decision,
                        mode,
                        held.level().toString(),
                        held.version(),
                        request.operation().name().toLowerCase(Locale.ROOT),
                        pod ? "pod" : "controller",
                        request.subresource())
                .increment();
    }

    private void reviewNamespace(AdmissionRequest request) {
        Policy policy = Policy.of(request.object());
        Policy before = Policy.of(request.old().orElse(ObjectTree.EMPTY));
        if (!policy.errors().isEmpty() && !policy.errors().equals(before.errors())) {
            throw ApiError.invalid(new GroupKind("", "Namespace"), request.name(), policy.errors());
        }
        if (request.operation() == Operation.UPDATE && isStricter(policy.enforce(), before.enforce())) {
            List<ObjectTree> pods = reads.list(Pod.RESOURCE, request.name());
            request.warnings().addAll(ExistingPods.warnings(request.name(), policy.enforce(), pods));
        }
    }

    private static boolean isStricter(LevelVersion now, LevelVersion before) {
        return !now.equals(before) && (now.minor() != before.minor() || now.level().compareTo(before.level()) > 0);
    }
}
