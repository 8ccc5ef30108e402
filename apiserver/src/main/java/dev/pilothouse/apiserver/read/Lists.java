package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.apiserver.request.ListOptions;
import dev.pilothouse.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Answers lists from a cache, at the revision that the options ask for (API concepts, "resourceVersion" and "chunks").
public final class Lists {
    private Lists() {}

    /// A page of a list.
    ///
    /// @param continueToken empty on the last page
    /// @param remaining how many objects follow, where it is known without looking at each
    public record Result(List<Item> items, long revision, String continueToken, OptionalLong remaining) {
        /// The revision of what isn't stored.
        public static final long UNVERSIONED = 0;

        /// The same page, told of without the objects on it.
        public Result withoutItems() {
            return new Result(List.of(), revision, continueToken, remaining);
        }
    }

    public static Result list(ResourceCache cache, Selection selection, ListOptions options) {
        Optional<ContinueToken> token = options.continueToken().isEmpty()
                ? Optional.empty()
                : Optional.of(ContinueToken.decode(options.continueToken()));
        if (token.isPresent() && !options.resourceVersion().isEmpty() && !options.resourceVersion().equals("0")) {
            throw ApiError.badRequest("specifying resource version is not allowed when using continue");
        }
        try {
            ResourceCache.Image image = image(cache, options, token);
            return page(cache, image, selection, options, token);
        } catch (TooEarly early) {
            String asked = token.map(from -> Long.toString(from.revision())).orElseGet(options::resourceVersion);
            throw ApiError.tooLargeResourceVersion(asked, early.current());
        }
    }

    private static ResourceCache.Image image(
            ResourceCache cache, ListOptions options, Optional<ContinueToken> token) {
        if (token.isPresent()) {
            return continued(cache, token.get());
        }
        long revision = options.revision();
        if (options.resourceVersion().isEmpty()) {
            return cache.consistent();
        }
        refuseUnseen(cache, options.resourceVersion(), revision);
        boolean exact = options.match() == ListOptions.Match.EXACT
                || options.match() == ListOptions.Match.UNSET && options.limit() > 0 && revision > 0;
        if (!exact) {
            return cache.notOlderThan(revision);
        }
        try {
            return cache.exactly(revision);
        } catch (StoreException.Compacted e) {
            throw ApiError.expired("The resourceVersion for the provided list is too old.");
        }
    }

    private static ResourceCache.Image continued(ResourceCache cache, ContinueToken token) {
        if (token.revision() < 0) {
            return cache.consistent();
        }
        refuseUnseen(cache, Long.toString(token.revision()), token.revision());
        try {
            return cache.exactly(token.revision());
        } catch (StoreException.Compacted e) {
            String fresh = new ContinueToken(-1, token.after()).encode();
            throw ApiError.expiredContinue(fresh);
        }
    }

    private static Result page(
            ResourceCache cache,
            ResourceCache.Image image,
            Selection selection,
            ListOptions options,
            Optional<ContinueToken> token) {
        // What was asked for at "any version" is answered whole: the cache has it anyway.
        boolean paged = options.limit() > 0 && (!options.resourceVersion().equals("0") || isUncached(cache));
        int limit = paged ? (int) Math.min(options.limit(), Integer.MAX_VALUE) : Integer.MAX_VALUE;
        List<Item> items = new ArrayList<>();
        boolean[] more = {false};
        Optional<String> single = selection.single();
        if (single.isPresent() && token.isEmpty()) {
            image.snapshot()
                    .get(cache.prefix() + single.get())
                    .filter(item -> selection.matches(item.object()))
                    .ifPresent(items::add);
            cache.counts().answered("", items.size(), items.size());
        } else {
            String after = token.map(t -> cache.prefix() + selection.scope() + t.after()).orElse("");
            Walk walk = cache.walk(image, selection, after, item -> {
                if (items.size() == limit) {
                    more[0] = true;
                    return false;
                }
                items.add(item);
                return true;
            });
            cache.counts().answered(walk.index(), walk.seen(), items.size());
        }
        if (!more[0]) {
            return new Result(items, image.revision(), "", OptionalLong.empty());
        }
        cache.pin(image);
        String last = items.getLast().key();
        int scope = cache.prefix().length() + selection.scope().length();
        String next = new ContinueToken(image.revision(), last.substring(scope)).encode();
        return new Result(items, image.revision(), next, remaining(cache, image, selection, last));
    }

    /// Upstream keeps no watch cache of events, so that their lists are paged at every version.
    static boolean isUncached(ResourceCache cache) {
        return cache.prefix().equals(Caches.ROOT + "events/");
    }

    private static void refuseUnseen(ResourceCache cache, String asked, long revision) {
        reachedInstead(cache, revision).ifPresent(reached -> {
            throw ApiError.neverSeenResourceVersion(asked, reached);
        });
    }

    /// How far the store came, if that isn't as far as this and waiting wouldn't help.
    static OptionalLong reachedInstead(ResourceCache cache, long revision) {
        // The store, which may be far away, is asked only of what the cache hasn't seen.
        if (!isUncached(cache) || revision <= cache.dispatchedRevision()) {
            return OptionalLong.empty();
        }
        long reached = cache.acknowledged();
        return revision > reached ? OptionalLong.of(reached) : OptionalLong.empty();
    }

    private static OptionalLong remaining(
            ResourceCache cache, ResourceCache.Image image, Selection selection, String last) {
        if (!selection.isEverything()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(image.snapshot().count(cache.prefix() + selection.scope(), last));
    }

    /// The object, as new as everything that was acknowledged before the call; or at least as new as the revision.
    ///
    /// @param resourceVersion empty for the newest, `0` for what is at hand
    public static Optional<Item> get(ResourceCache cache, String keyEnd, String resourceVersion) {
        if (resourceVersion.isEmpty()) {
            return cache.latest(cache.prefix() + keyEnd);
        }
        long revision;
        try {
            revision = ListOptions.revision(resourceVersion);
        } catch (NumberFormatException e) {
            String why = ListOptions.notARevision(resourceVersion);
            // Upstream's cache says it in other words than what reads from the store itself.
            throw isUncached(cache)
                    ? ApiError.badRequest("invalid resource version: " + why)
                    : ApiError.unclassified(why);
        }
        refuseUnseen(cache, resourceVersion, revision);
        try {
            return cache.atLeast(revision).snapshot().get(cache.prefix() + keyEnd);
        } catch (TooEarly early) {
            throw ApiError.tooLargeResourceVersion(resourceVersion, early.current());
        }
    }
}
