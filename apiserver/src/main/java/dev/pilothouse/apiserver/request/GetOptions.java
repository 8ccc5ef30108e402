package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.meta.ApiError;

/// What a request for one object may ask for (`GetOptions` of meta/v1).
///
/// @param resourceVersion empty for the newest, `0` for what is at hand, or a revision
public record GetOptions(String resourceVersion) {
    public static GetOptions of(Query query) {
        if (query.flag("export")) {
            throw ApiError.badRequest("the export parameter, deprecated since v1.14, is no longer supported");
        }
        return new GetOptions(query.text("resourceVersion"));
    }
}
