package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.schema.ServedApis;
import dev.pilothouse.apiserver.authentication.Authentication;
import dev.pilothouse.apiserver.authentication.Identified;
import dev.pilothouse.apiserver.authorization.Authorization;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.bootstrap.Self;
import dev.pilothouse.apiserver.customresource.CustomRoutes;
import dev.pilothouse.apiserver.discovery.Discovery;
import dev.pilothouse.apiserver.flow.Classified;
import dev.pilothouse.apiserver.flow.Flow;
import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.Resource;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.request.Negotiation;
import dev.pilothouse.apiserver.request.RequestInfo;
import dev.pilothouse.apiserver.request.Resolved;
import dev.pilothouse.apiserver.request.Resolver;
import dev.pilothouse.apiserver.request.Routes;
import dev.pilothouse.apiserver.subresource.VirtualResources;
import dev.pilothouse.apiserver.read.TooEarly;
import dev.pilothouse.apiserver.read.StoreFailures;
import dev.pilothouse.store.StoreException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way in. A request walks these rooms from top to bottom; each type is the proof that the room before was
/// passed. Changes come back through the watch caches (`read`), not through here.
public final class Server implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Resolver resolver = new Resolver();
    private final Departure departure;
    private final Cors cors;
    private final Timeouts timeouts;
    private final Authentication authentication;
    private final Impersonation impersonation;
    private final Flow flow;
    private final Authorization authorization;
    private final Resources resources;
    private final ServedApis apis;
    private final CustomRoutes customRoutes;
    private final ResourceEndpoint endpoint;
    private final VirtualResources virtual;
    private final Discovery discovery;
    private final Meter meter;
    private final CommonHeaders headers;

    Server(
            Departure departure,
            Cors cors,
            Timeouts timeouts,
            Authentication authentication,
            Impersonation impersonation,
            Flow flow,
            Authorization authorization,
            Resources resources,
            ServedApis apis,
            CustomRoutes customRoutes,
            ResourceEndpoint endpoint,
            VirtualResources virtual,
            Discovery discovery,
            Meter meter,
            CommonHeaders headers) {
        this.departure = departure;
        this.cors = cors;
        this.timeouts = timeouts;
        this.authentication = authentication;
        this.impersonation = impersonation;
        this.flow = flow;
        this.authorization = authorization;
        this.resources = resources;
        this.apis = apis;
        this.customRoutes = customRoutes;
        this.endpoint = endpoint;
        this.virtual = virtual;
        this.discovery = discovery;
        this.meter = meter;
        this.headers = headers;
    }

    @Override
    public HttpResponse handle(HttpRequest raw) {
        Optional<String> complaint = resolver.complaint(raw);
        if (complaint.isPresent()) {
            return headers.named(unreadable(raw, complaint.get()), raw);
        }
        HttpResponse answer = headers.on(enter(raw), raw);
        return Negotiation.isForPeople(raw) ? Answers.indented(answer) : answer;
    }

    /// Nobody could say whether the client may ask this.
    private static HttpResponse unreadable(HttpRequest raw, String why) {
        String text = "Internal Server Error: " + GoText.quote(raw.target()) + ": failed to create RequestInfo: " + why + "\n";
        return HttpResponse.plainError(500, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    /// Past what is said to whoever comes, before anybody asks who it is. Callers in the process come in behind it.
    private HttpResponse enter(HttpRequest raw) {
        if (raw.peer() instanceof HttpRequest.Peer.InProcess) {
            return walk(raw);
        }
        Optional<HttpResponse> refusal = departure.refusal(raw);
        return refusal.isPresent() ? refusal.get() : cors.on(cors.preflight(raw).orElseGet(() -> walk(raw)), raw);
    }

    private HttpResponse walk(HttpRequest raw) {
        Resolved request = resolver.resolve(raw);
        return WarningHeaders.on(walk(request), request.warnings());
    }

    private HttpResponse walk(Resolved request) {
        return orRefusal(request, () -> {
            timeouts.start(request, late -> headers.on(late, request.raw()));
            Identified identified = impersonation.enter(authentication.identify(request));
            Classified classified = flow.classify(identified);
            return FlowHeaders.on(orRefusal(request, () -> seated(identified, classified)), request.raw(), classified);
        });
    }

    private HttpResponse seated(Identified identified, Classified classified) {
        Optional<Flow.Seat> seat = flow.seat(identified, classified);
        if (seat.isEmpty()) {
            return HttpResponse.plainError(429, "Too many requests, please try again later.\n").withHeader("Retry-After", "1");
        }
        try (Flow.Seat _ = seat.get()) {
            return authorized(identified);
        }
    }

    private static HttpResponse orRefusal(Resolved request, Supplier<HttpResponse> answer) {
        try {
            return answer.get();
        } catch (ApiError refused) {
            return Answers.error(refused.status(), request.raw());
        } catch (StoreException unanswered) {
            return Answers.error(StoreFailures.toClient(unanswered).status(), request.raw());
        } catch (TooEarly behind) {
            return Answers.error(behind.toClient().status(), request.raw());
        } catch (RuntimeException failure) {
            LOG.error("{} {} failed", request.raw().method(), request.raw().path(), failure);
            return Answers.error(ApiError.internal(failure.toString()).status(), request.raw());
        }
    }

    private HttpResponse authorized(Identified identified) {
        Permitted permitted;
        try {
            permitted = authorization.permit(identified);
        } catch (ApiError forbidden) {
            return Answers.error(forbidden.status(), identified.request().raw()).withHeader("X-Content-Type-Options", "nosniff");
        }
        return answer(permitted);
    }

    private HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        // A path with two slashes before it or before its group may well name a resource, but no route leads there.
        if (!info.isResource() || info.path().startsWith("//") || info.path().startsWith("/apis//")) {
            return discovery.answer(permitted);
        }
        GroupVersionResource id = info.groupVersion().resource(info.resource());
        if (Resources.isBuiltIn(id) && apis.serves(id)) {
            Routes.check(permitted.request(), resources.api(id).orElseThrow());
        } else {
            Optional<HttpResponse> refusal = customRoutes.refusal(permitted.request());
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        return meter.watched(permitted.request(), Self.NAME.equals(permitted.identity().user()), () -> answer(permitted, id));
    }

    private HttpResponse answer(Permitted permitted, GroupVersionResource id) {
        RequestInfo info = permitted.request().info();
        resources.find(id)
                .flatMap(resource -> resource.strategy().kind().deprecation())
                .ifPresent(warning -> {
                    if (Resources.isBuiltIn(id)) {
                        permitted.request().warnings().add(warning);
                    }
                    meter.deprecated(info);
                });
        Optional<HttpResponse> special = virtual.answer(permitted);
        if (special.isPresent()) {
            return special.get();
        }
        Resource resource = resources.find(id).orElseThrow(ApiError::noSuchPath);
        if (!info.subresource().isEmpty()
                && !ResourceEndpoint.takesWholeObject(resource, info.subresource())) {
            throw ApiError.noSuchPath();
        }
        return endpoint.answer(permitted, resource);
    }
}
