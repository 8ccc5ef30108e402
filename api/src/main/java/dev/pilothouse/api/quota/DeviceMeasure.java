package dev.pilothouse.api.quota;

import dev.pilothouse.api.meta.Quantity;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Instant;
import java.util.Map;

/// ResourceClaims: their number, and the most devices of each class that they may get.
record DeviceMeasure() implements Measure {
    private static final String COUNT = "count/resourceclaims.resource.k8s.io";
    private static final String CLASS = ".deviceclass.resource.k8s.io/devices";

    /// What a claim for all devices may get at most (`AllocationResultsMaxSize`).
    private static final long ALL = 32;

    @Override
    public boolean counts(String name) {
        return name.equals(COUNT) || name.endsWith(CLASS);
    }

    @Override
    public boolean countsUpdates(String subresource) {
        return subresource.isEmpty();
    }

    @Override
    public Usage of(ObjectTree claim, Instant now) {
        Usage usage = Usage.one(COUNT);
        for (ObjectTree request :
                claim.object("spec").object("devices").list("requests").objects()) {
            Usage most = devices(request.object("exactly"));
            for (ObjectTree alternative : request.list("firstAvailable").objects()) {
                most = most.max(devices(alternative));
            }
            usage = usage.plus(most);
        }
        return usage;
    }

    private static Usage devices(ObjectTree request) {
        if (request.text("deviceClassName").isEmpty()) {
            return Usage.NONE;
        }
        long count = request.text("allocationMode").equals("All") ? ALL : Math.max(1, request.number("count"));
        return new Usage(Map.of(
                request.text("deviceClassName") + CLASS, Quantity.of(count, Quantity.Format.DECIMAL_SI)));
    }
}
