package dev.pilothouse.apiserver;

import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.apiserver.discovery.Discovery;
import dev.pilothouse.apiserver.discovery.ProfilePages;
import dev.pilothouse.apiserver.discovery.Version;
import dev.pilothouse.apiserver.discovery.ZPages;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.request.Resolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a component without an API shows of its process, at the paths of the API server. Who may see it is for the caller to ask.
public final class ComponentPages {
    private final Map<String, Discovery.Page> pages;

    /// @param component upstream's name
    /// @param flags those in effect
    /// @param others the paths of what else the component shows
    public ComponentPages(
            String component, ServingOptions.Debugging wanted, Map<String, String> flags, List<String> others) {
        List<String> paths = new ArrayList<>(others);
        this.pages = new HashMap<>(ZPages.pages(component, wanted, flags, () -> paths));
        // The status tells what stands beside it.
        pages.keySet().stream().filter(path -> !path.equals("/statusz")).forEach(paths::add);
        if (wanted.profiling()) {
            pages.putAll(ProfilePages.pages(wanted));
        }
    }

    /// The version, among a component's figures.
    public static void tellVersion(Sink sink) {
        Version.tell(sink);
    }

    /// The page of the request's path.
    ///
    /// @throws dev.pilothouse.api.meta.ApiError when the client takes it in no form that there is
    public Optional<HttpResponse> answer(HttpRequest request) {
        return Discovery.page(pages, request.path()).map(page -> page.answer(new Resolver().resolve(request)));
    }
}
