package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.policy.v1.PodDisruptionBudget;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.admission.AdmissionRequest;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.Bodies;
import dev.pilothouse.apiserver.registry.DeleteOptions;
import dev.pilothouse.apiserver.registry.Deletion;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.WriteOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `pods/eviction`: deletes a pod where its disruption budget allows it (API-initiated eviction).
public final class Evictions implements VirtualResources.VirtualResource {
    private static final GroupVersionKind KIND = new GroupVersionKind("policy", "v1", "Eviction");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource BUDGETS = new GroupResource("policy", "poddisruptionbudgets");

    /// Pods in these phases serve nobody, so that their going disrupts nothing.
    private static final Set<String> UNCOUNTED = Set.of("Succeeded", "Failed", "Pending");

    /// How long a client waits for the controller to look at a budget for the first time.
    private static final int UNSEEN_RETRY_SECONDS = 10;

    /// Evictions that the budget's controller has not yet seen. More of them mean that it doesn't run.
    private static final int MOST_UNSEEN = 2_000;

    private final Resources resources;
    private final Registry registry;
    private final Deletion deletion;
    private final InstantSource clock;

    public Evictions(Resources resources, Registry registry, Deletion deletion, InstantSource clock) {
        this.resources = resources;
        this.registry = registry;
        this.deletion = deletion;
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        if (!info.verb().equals("create")) {
            throw ApiError.methodNotAllowed();
        }
        WriteOptions options = WriteOptions.of(permitted.request().query(), "CreateOptions", Optional.empty());
        Operation reading = operation(permitted, options.dryRun());
        ObjectTree eviction = Bodies.object(
                permitted.request().raw(), KIND, Schemas.builtIn().kind(KIND).orElseThrow(), reading);
        if (!ObjectMeta.name(eviction).equals(info.name())) {
            throw ApiError.badRequest("name in URL does not match name in Eviction object");
        }
        DeleteOptions deleting =
                DeleteOptions.of(Optional.of(eviction.object("deleteOptions")), permitted.request().query());
        Operation operation = operation(permitted, options.dryRun() || deleting.dryRun());
        admit(eviction, info, operation);
        evict(info.namespace(), info.name(), deleting, operation);
        return HttpResponse.json(
                201,
                ObjectTree.builder()
                        .put("kind", "Status")
                        .put("apiVersion", "v1")
                        .put("metadata", ObjectTree.EMPTY)
                        .put("status", "Success")
                        .put("code", 201)
                        .build());
    }

    private void admit(ObjectTree eviction, RequestInfo info, Operation operation) {
        AdmissionRequest request = new AdmissionRequest(
                AdmissionRequest.Operation.CREATE,
                ApiResources.builtIn().find(Pod.RESOURCE).orElseThrow(),
                info.subresource(),
                info.namespace(),
                info.name(),
                eviction,
                Optional.empty(),
                operation.identity(),
                operation.dryRun(),
                operation.warnings());
        ObjectTree admitted = registry.admission().mutate(request);
        registry.admission().review(request.with(admitted));
    }

    private Operation operation(Permitted permitted, boolean dryRun) {
        return new Operation(
                permitted.identity(), clock.instant(), dryRun, "kube-apiserver", Operation.Strictness.IGNORE,
                permitted.request().warnings());
    }

    private void evict(String namespace, String name, DeleteOptions options, Operation operation) {
        ObjectTree pod = resources
                .getLatest(Pod.RESOURCE, namespace, name)
                .orElseThrow(() -> ApiError.notFound(PODS, name));
        DeleteOptions deleting = options;
        if (!isUncounted(pod)) {
            List<ObjectTree> budgets = resources.list(PodDisruptionBudget.RESOURCE, namespace).stream()
                    .filter(budget -> LabelSelector.of(budget.object("spec").get("selector"))
                            .matches(pod.object("metadata").object("labels")))
                    .toList();
            if (budgets.size() > 1) {
                throw ApiError.unclassified("This pod has more than one PodDisruptionBudget, which the eviction"
                        + " subresource does not support.");
            }
            if (!budgets.isEmpty()) {
                if (isUnhealthyAndFree(pod, budgets.getFirst())) {
                    // It was judged as it was: one that became ready meanwhile counts again.
                    deleting = options.only(ObjectMeta.resourceVersion(pod));
                } else {
                    spend(namespace, ObjectMeta.name(budgets.getFirst()), name, operation);
                }
            }
        }
        if (!operation.dryRun()) {
            Resource pods = resources.find(Pod.RESOURCE).orElseThrow();
            String version = ObjectMeta.resourceVersion(
                    registry.updateUnchecked(pods, namespace, name, false, seen -> disrupted(seen, operation))
                            .object());
            deleting = deleting.resourceVersion().isPresent() ? deleting.only(version) : deleting;
        }
        deletion.delete(resources.find(Pod.RESOURCE).orElseThrow(), namespace, name, deleting, operation);
    }

    private static boolean isUncounted(ObjectTree pod) {
        return UNCOUNTED.contains(pod.object("status").text("phase")) || ObjectMeta.isBeingDeleted(pod);
    }

    /// A pod that isn't ready needs no leave where its budget says so, or where enough others are healthy.
    private static boolean isUnhealthyAndFree(ObjectTree pod, ObjectTree budget) {
        boolean ready = pod.object("status").list("conditions").objects().stream()
                .anyMatch(condition -> condition.text("type").equals("Ready")
                        && condition.text("status").equals("True"));
        ObjectTree status = budget.object("status");
        return !ready
                && (budget.object("spec").text("unhealthyPodEvictionPolicy").equals("AlwaysAllow")
                        || status.number("desiredHealthy") > 0
                                && status.number("currentHealthy") >= status.number("desiredHealthy"));
    }

    /// Takes one disruption from the budget, or refuses.
    private void spend(String namespace, String budget, String pod, Operation operation) {
        registry.update(
                resources.find(PodDisruptionBudget.RESOURCE).orElseThrow(),
                "status",
                namespace,
                budget,
                seen -> spent(seen, pod, operation),
                Registry.Way.PATCH,
                operation);
    }

    private static ObjectTree spent(ObjectTree budget, String pod, Operation operation) {
        ObjectTree status = budget.object("status");
        String name = ObjectMeta.name(budget);
        if (status.number("observedGeneration") < ObjectMeta.of(budget).number("generation")) {
            throw ApiError.overDisruptionBudget(
                    "The disruption budget " + name + " is still being processed by the server.", UNSEEN_RETRY_SECONDS);
        }
        long allowed = status.number("disruptionsAllowed");
        if (allowed < 0) {
            throw ApiError.forbidden(BUDGETS, name, "pdb disruptions allowed is negative");
        }
        if (status.object("disruptedPods").size() > MOST_UNSEEN) {
            throw ApiError.forbidden(
                    BUDGETS, name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }
        if (allowed == 0) {
            throw ApiError.overDisruptionBudget(why(name, status), 0);
        }
        ObjectTree changed = status.with("disruptionsAllowed", allowed - 1)
                .with(
                        "disruptedPods",
                        status.object("disruptedPods").with(pod, Tree.of(Timestamps.seconds(operation.now()))));
        return budget.with("status", allowed == 1 ? insufficient(budget, changed, operation) : changed);
    }

    private static String why(String name, ObjectTree status) {
        long healthy = status.number("currentHealthy");
        long desired = status.number("desiredHealthy");
        return healthy <= desired
                ? "The disruption budget " + name + " needs " + desired + " healthy pods and has " + healthy + " currently"
                : "The disruption budget " + name + " does not allow evicting pods currently";
    }

    private static ObjectTree insufficient(ObjectTree budget, ObjectTree status, Operation operation) {
        return status.with(
                "conditions",
                with(
                        status.list("conditions"),
                        ObjectTree.builder()
                                .put("type", "DisruptionAllowed")
                                .put("status", "False")
                                .put("reason", "InsufficientPods")
                                .put("message", "")
                                .put("observedGeneration", ObjectMeta.of(budget).number("generation"))
                                .put("lastTransitionTime", Timestamps.seconds(operation.now()))
                                .build()));
    }

    /// The pod with the mark that it was not its own fault that it went.
    private static ObjectTree disrupted(ObjectTree pod, Operation operation) {
        ListTree conditions = with(
                pod.object("status").list("conditions"),
                ObjectTree.builder()
                        .put("type", "DisruptionTarget")
                        .put("status", "True")
                        .put("reason", "EvictionByEvictionAPI")
                        .put("message", "Eviction API: evicting")
                        .put("lastProbeTime", NullTree.NULL)
                        .put("lastTransitionTime", Timestamps.seconds(operation.now()))
                        .build());
        return pod.withAt(conditions, "status", "conditions");
    }

    /// The conditions with this one in the place of the one of its type.
    private static ListTree with(ListTree conditions, ObjectTree condition) {
        List<Tree> all = new ArrayList<>();
        boolean placed = false;
        for (ObjectTree each : conditions.objects()) {
            boolean same = each.text("type").equals(condition.text("type"));
            all.add(same ? condition : each);
            placed |= same;
        }
        if (!placed) {
            all.add(condition);
        }
        return ListTree.of(all);
    }
}
