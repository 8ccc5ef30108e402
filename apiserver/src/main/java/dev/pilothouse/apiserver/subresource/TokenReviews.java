package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.authentication.v1.TokenReview;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Authentication;
import dev.pilothouse.apiserver.authentication.TokenAuthenticator;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.ManagedOwnership;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/// `tokenreviews`: whose is this token?
public final class TokenReviews implements VirtualResources.VirtualResource {
    private final Authentication authentication;
    private final ManagedOwnership ownership;
    private final InstantSource clock;

    public TokenReviews(Authentication authentication, ManagedOwnership ownership, InstantSource clock) {
        this.authentication = authentication;
        this.ownership = ownership;
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        ObjectTree review = Submission.read(permitted, TokenReview.KIND, false, UnaryOperator.identity(), ownership, clock.instant())
                .object();
        String token = review.object("spec").text("token");
        if (token.isEmpty()) {
            throw ApiError.badRequest("token is required for TokenReview in authentication");
        }
        List<String> audiences = review.object("spec").list("audiences").texts();
        ObjectTree status =
                switch (authentication.review(token, audiences)) {
                    case TokenAuthenticator.Verdict.Known(var identity, var matched) ->
                        ObjectTree.builder()
                                .put("authenticated", true)
                                .put("user", ReviewedUser.of(identity))
                                .put("audiences", ListTree.ofTexts(matched))
                                .build();
                    case TokenAuthenticator.Verdict.Refused(String why) ->
                        ObjectTree.builder()
                                .put("user", ObjectTree.EMPTY)
                                .put("error", why)
                                .build();
                };
        return HttpResponse.json(201, review.with("status", status));
    }
}
