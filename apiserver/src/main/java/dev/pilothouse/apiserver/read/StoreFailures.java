package dev.pilothouse.apiserver.read;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.store.StoreException;

/// What clients are told when the cluster store can't do its part.
public final class StoreFailures {
    private StoreFailures() {}

    /// 503 where nothing was done, 504 where nobody knows.
    public static ApiError toClient(StoreException failure) {
        return switch (failure) {
            case StoreException.Full full -> ApiError.serviceUnavailable(full.getMessage());
            case StoreException.Closed _ -> ApiError.serviceUnavailable("the server is shutting down");
            case StoreException.Unavailable unavailable -> ApiError.serviceUnavailable(unavailable.getMessage());
            case StoreException.Unanswered unanswered -> ApiError.timeout(unanswered.getMessage(), 0);
            case StoreException.Compacted compacted -> ApiError.expired(compacted.getMessage());
            case StoreException.FutureRevision _,
                    StoreException.Locked _,
                    StoreException.Corrupt _,
                    StoreException.Unreadable _,
                    StoreException.Unusable _ ->
                ApiError.internal(failure.getMessage());
        };
    }
}
