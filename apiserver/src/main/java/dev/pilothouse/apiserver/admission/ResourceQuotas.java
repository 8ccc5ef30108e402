package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.core.v1.ResourceQuota;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.quota.Measure;
import dev.pilothouse.api.quota.Scope;
import dev.pilothouse.api.quota.Usage;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/// Lets nothing in that takes more than a ResourceQuota of its namespace allows, and charges the quota with what it lets
/// in. What is deleted is given back by the quota's controller.
///
/// Q1 Goes last: what it charges for is going to be stored unless the store itself refuses.
/// Q2 All quotas of the namespace are asked before one of them is charged.
final class ResourceQuotas implements AdmissionPlugin {
    /// Writers of one namespace wait for each other here rather than in races for the same quota.
    private static final int LOCKS = 64;

    private static final Set<String> UNCOUNTED = Set.of("events", "bindings");

    private final PolicyReads reads;
    private final QuotaLedger ledger;
    private final InstantSource clock;
    private final List<ReentrantLock> locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toList();

    ResourceQuotas(PolicyReads reads, QuotaLedger ledger, InstantSource clock) {
        this.reads = reads;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "ResourceQuota";
    }

    @Override
    public void review(AdmissionRequest request) {
        if (!request.resource().namespaced()
                || UNCOUNTED.contains(request.resource().id().resource())) {
            return;
        }
        Measure measure = Measure.of(resource(request));
        if (!isCounted(measure, request)) {
            return;
        }
        List<ObjectTree> quotas = reads.list(ResourceQuota.RESOURCE, request.namespace());
        if (quotas.isEmpty()) {
            return;
        }
        ReentrantLock lock = locks.get(Math.floorMod(request.namespace().hashCode(), LOCKS));
        lock.lock();
        try {
            admit(measure, request, quotas);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isCounted(Measure measure, AdmissionRequest request) {
        return switch (request.operation()) {
            case CREATE -> request.subresource().isEmpty();
            case UPDATE -> measure.countsUpdates(request.subresource());
            case DELETE, CONNECT -> false;
        };
    }

    private void admit(Measure measure, AdmissionRequest request, List<ObjectTree> quotas) {
        List<String> charged = new ArrayList<>();
        for (ObjectTree known : quotas) {
            Optional<ObjectTree> quota =
                    reads.getLatest(ResourceQuota.RESOURCE, request.namespace(), ObjectMeta.name(known));
            if (quota.filter(each -> !charged(measure, request, each).equals(each)).isPresent()) {
                charged.add(ObjectMeta.name(known));
            }
        }
        if (request.dryRun()) {
            return;
        }
        for (String quota : charged) {
            ledger.charge(request.namespace(), quota, seen -> charged(measure, request, seen));
        }
    }

    /// The quota with what the request takes; the same one if that is nothing that it counts.
    private ObjectTree charged(Measure measure, AdmissionRequest request, ObjectTree quota) {
        ObjectTree status = quota.object("status");
        Usage hard = Usage.of(status.object("hard"));
        Set<String> counted = measure.counted(hard.names());
        List<Scope> scopes = Scope.of(quota);
        if (counted.isEmpty() || !measure.isInAll(scopes, request.object())) {
            return quota;
        }
        Optional<String> missing = measure.missing(counted, request.object());
        if (missing.isPresent()) {
            throw refused(request, "failed quota: " + ObjectMeta.name(quota) + ": " + missing.get());
        }
        Usage used = Usage.of(status.object("used"));
        if (!used.names().containsAll(counted)) {
            throw refused(
                    request,
                    "status unknown for quota: " + ObjectMeta.name(quota) + ", resources: "
                            + String.join(",", counted));
        }
        Usage taken = taken(measure, request, scopes).only(hard.names());
        if (taken.isEmpty()) {
            return quota;
        }
        Usage after = used.plus(taken);
        Set<String> exceeded = after.only(taken.names()).exceeding(hard);
        // What a status says has happened already: there is nothing left to refuse.
        if (!exceeded.isEmpty() && !request.subresource().equals("status")) {
            throw refused(
                    request,
                    "exceeded quota: " + ObjectMeta.name(quota) + ", requested: " + taken.only(exceeded) + ", used: "
                            + used.only(exceeded) + ", limited: " + hard.only(exceeded));
        }
        return quota.with("status", status.with("used", after.tree()));
    }

    private Usage taken(Measure measure, AdmissionRequest request, List<Scope> scopes) {
        Usage usage = measure.of(request.object(), clock.instant());
        if (!usage.negative().isEmpty()) {
            throw refused(
                    request,
                    "quota usage is negative for resource(s): " + String.join(",", usage.negative()));
        }
        return request.old()
                .filter(old -> measure.isInAll(scopes, old))
                .map(old -> usage.beyond(measure.of(old, clock.instant())))
                .orElse(usage)
                .withoutZeros();
    }

    private static GroupResource resource(AdmissionRequest request) {
        return new GroupResource(
                request.resource().id().group(), request.resource().id().resource());
    }

    private static ApiError refused(AdmissionRequest request, String why) {
        return ApiError.forbidden(resource(request), request.name(), why);
    }
}
