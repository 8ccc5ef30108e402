package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.authentication.v1.SelfSubjectReview;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.ManagedOwnership;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/// `selfsubjectreviews`: who am I to you?
public final class SelfReviews implements VirtualResources.VirtualResource {
    private final ManagedOwnership ownership;
    private final InstantSource clock;

    public SelfReviews(ManagedOwnership ownership, InstantSource clock) {
        this.ownership = ownership;
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        Instant now = clock.instant();
        ObjectTree review = Submission.read(permitted, SelfSubjectReview.KIND, false, UnaryOperator.identity(), ownership, now)
                .object();
        review = ObjectMeta.with(review, "creationTimestamp", Tree.of(Timestamps.seconds(now)));
        return HttpResponse.json(
                201, review.with("status", ObjectTree.of("userInfo", ReviewedUser.of(permitted.identity()))));
    }
}
