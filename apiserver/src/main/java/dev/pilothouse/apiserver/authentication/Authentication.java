package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.request.Resolved;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Finds out whom a request comes from: a caller in the process by its credential, else the client that a front proxy names,
/// else the certificate of the TLS handshake, else a bearer token, else nobody ([Identity#ANONYMOUS]).
///
/// A1 A credential that is presented and wrong refuses the request; it never makes it anonymous.
/// A2 Whoever is known is in `system:authenticated`.
public final class Authentication {
    private static final double MILLIS = 1e3;

    private final Map<HttpRequest.Credential, Identity> credentials = new ConcurrentHashMap<>();
    private final FrontProxies proxies;
    private final ClientCertificates clients;
    private final TokenAuthenticator tokens;
    private final List<String> audiences;
    private final Source ofTokens;
    private final boolean anonymous;
    private final InstantSource clock;
    private final AuthenticationFigures figures = new AuthenticationFigures();

    /// Somebody who shows nothing is let in as nobody.
    public Authentication(
            RequestHeaders requestHeaders,
            ClientCertificates clients,
            TokenAuthenticator tokens,
            List<String> audiences,
            InstantSource clock) {
        this(requestHeaders, clients, tokens, audiences, true, clock, _ -> {});
    }

    /// @param anonymous whether somebody who shows nothing is let in as nobody
    /// @param ofTokens what is counted of tokens
    Authentication(
            RequestHeaders requestHeaders,
            ClientCertificates clients,
            TokenAuthenticator tokens,
            List<String> audiences,
            boolean anonymous,
            InstantSource clock,
            Source ofTokens) {
        this.ofTokens = ofTokens;
        this.proxies = new FrontProxies(requestHeaders, clock);
        this.clients = clients;
        this.tokens = tokens;
        this.audiences = List.copyOf(audiences);
        this.anonymous = anonymous;
        this.clock = clock;
    }

    /// What is counted here.
    public Source source() {
        return sink -> {
            figures.tell(sink);
            ofTokens.tell(sink);
        };
    }

    /// Issues a credential for a component in this process.
    public HttpRequest.Credential issue(Identity identity) {
        HttpRequest.Credential credential = new HttpRequest.Credential();
        credentials.put(credential, identity);
        return credential;
    }

    public Identified identify(Resolved request) {
        long began = System.nanoTime();
        try {
            Identity identity = identity(request.raw());
            figures.known(identity, began);
            return new Identified(request, identity);
        } catch (ApiError unauthorized) {
            figures.unknown(shows(request.raw()), began);
            throw unauthorized;
        }
    }

    private static boolean shows(HttpRequest request) {
        return !(request.peer() instanceof HttpRequest.Peer.Remote remote)
                || !remote.certificates().isEmpty()
                || request.headers().first("authorization").isPresent();
    }

    /// The same request in the name of somebody else. Whether that is allowed is authorization's to say.
    public Identified as(Identified original, Identity other) {
        return new Identified(original.request(), authenticated(other));
    }

    /// Whose a token is, for somebody else than who presented it.
    ///
    /// @param wanted whom it must be meant for; none are the server's own audiences
    public TokenAuthenticator.Verdict review(String token, List<String> wanted) {
        return switch (tokens.identify(token, wanted.isEmpty() ? audiences : wanted)) {
            case TokenAuthenticator.Verdict.Known(Identity identity, List<String> matched) ->
                new TokenAuthenticator.Verdict.Known(authenticated(identity), matched);
            case TokenAuthenticator.Verdict.Refused refused -> refused;
        };
    }

    private Identity identity(HttpRequest request) {
        return switch (request.peer()) {
            case HttpRequest.Peer.InProcess(HttpRequest.Credential credential) -> {
                Identity identity = credentials.get(credential);
                if (identity == null) {
                    throw ApiError.unauthorized("Unauthorized");
                }
                yield authenticated(identity);
            }
            case HttpRequest.Peer.Remote remote -> remote(request, remote.certificates());
        };
    }

    private Identity remote(HttpRequest request, List<X509Certificate> certificates) {
        if (!certificates.isEmpty()) {
            Optional<Identity> known = proxies.identify(request.headers(), certificates)
                    .or(() -> clients.identify(certificates));
            if (known.isPresent()) {
                figures.certificate((certificates.getFirst().getNotAfter().getTime() - clock.millis()) / MILLIS);
                return authenticated(known.get());
            }
        }
        Bearer bearer = Bearer.of(request.headers());
        for (String token : bearer.tokens()) {
            if (tokens.identify(token, audiences) instanceof TokenAuthenticator.Verdict.Known(Identity identity, _)) {
                return authenticated(identity);
            }
        }
        if (!anonymous || !bearer.tokens().isEmpty() || bearer.broken() || !certificates.isEmpty()) {
            throw ApiError.unauthorized("Unauthorized"); // a stranger's certificate doesn't make its holder anonymous either
        }
        return new Identity(Identity.ANONYMOUS, "", List.of(Identity.UNAUTHENTICATED), Map.of());
    }

    private static Identity authenticated(Identity identity) {
        boolean anonymous = identity.user().equals(Identity.ANONYMOUS);
        String group = anonymous ? Identity.UNAUTHENTICATED : Identity.AUTHENTICATED;
        if (identity.isIn(group) || identity.isIn(Identity.UNAUTHENTICATED)) {
            return identity;
        }
        List<String> groups = new ArrayList<>(identity.groups());
        groups.add(group);
        return new Identity(identity.user(), identity.uid(), groups, identity.extra());
    }
}
