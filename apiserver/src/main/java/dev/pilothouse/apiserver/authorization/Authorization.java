package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.apiserver.authentication.Identified;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Asks the authorizers in order. Members of `system:masters` may do everything, so that a broken policy can always be
/// mended.
public final class Authorization implements Authorizer {
    private static final double NANOS = 1e9;

    private final List<Authorizer> chain;
    private final Series<LongAdder> attempts = Series.counts(Families.AUTHORIZATIONS);
    private final Series<Distribution> durations = Series.distributions(Families.AUTHORIZATION_DURATION);
    private final Series<Distribution> filters = Series.distributions(Families.FILTER_DURATION);
    private final Distribution filter = filters.of("authorization");
    private final Map<Verdict, Judged> judged = new EnumMap<>(Map.of(
            Verdict.ALLOW, judged("allowed"), Verdict.DENY, judged("denied"), Verdict.NONE, judged("no-opinion")));

    /// How often requests are judged in one way.
    private record Judged(LongAdder count, Distribution duration) {}

    private Judged judged(String result) {
        return new Judged(attempts.of(result), durations.of(result));
    }

    public Authorization(List<Authorizer> chain) {
        this.chain = List.copyOf(chain);
    }

    /// What is counted here.
    public Source source() {
        return sink -> {
            attempts.tell(sink);
            durations.tell(sink);
            filters.tell(sink);
        };
    }

    /// Lets the request pass, or ends it with 403.
    public Permitted permit(Identified identified) {
        Attributes attributes = Attributes.of(identified.identity(), identified.request().info());
        long began = System.nanoTime();
        Opinion opinion = decide(attributes);
        Judged counted = judged.get(opinion.verdict());
        counted.count().increment();
        double seconds = (System.nanoTime() - began) / NANOS;
        counted.duration().see(seconds);
        filter.see(seconds);
        if (!opinion.isAllowed()) {
            throw forbidden(attributes, opinion.reason());
        }
        return new Permitted(identified);
    }

    @Override
    public Opinion decide(Attributes attributes) {
        if (attributes.identity().isIn(Identity.SYSTEM_MASTERS)) {
            return Opinion.allow("");
        }
        List<String> reasons = new ArrayList<>();
        for (Authorizer authorizer : chain) {
            Opinion opinion = authorizer.decide(attributes);
            if (opinion.verdict() != Verdict.NONE) {
                return opinion;
            }
            if (!opinion.reason().isEmpty()) {
                reasons.add(opinion.reason());
            }
        }
        return Opinion.none(String.join("\n", reasons));
    }

    /// The refusal in upstream's words.
    public static ApiError forbidden(Attributes a, String reason) {
        String tail = reason.isEmpty() ? "" : ": " + reason;
        String who = "User \"" + a.identity().user() + "\" cannot " + a.verb();
        if (!a.isResource()) {
            return ApiError.forbidden(new GroupResource("", ""), "", who + " path \"" + a.path() + "\"" + tail);
        }
        String where = a.namespace().isEmpty() ? " at the cluster scope" : " in the namespace \"" + a.namespace() + "\"";
        return ApiError.forbidden(
                new GroupResource(a.group(), a.resource()),
                a.name(),
                who + " resource \"" + a.combinedResource() + "\" in API group \"" + a.group() + "\"" + where + tail);
    }
}
