package dev.pilothouse.apiserver.authentication;

import java.time.InstantSource;
import java.util.Map;

/// By what callers from outside are known.
///
/// @param requestHeaders which front proxies are believed
/// @param clients whose client certificates are believed
/// @param tokens whose a token is that an administrator has written down
/// @param bootstrapTokens whether tokens in Secrets are known by which nodes join
/// @param anonymous whether somebody who shows nothing is let in as nobody
public record Callers(
        RequestHeaders requestHeaders,
        ClientCertificates clients,
        AccountTokens accounts,
        Map<String, Identity> tokens,
        boolean bootstrapTokens,
        boolean anonymous) {
    public Callers {
        tokens = Map.copyOf(tokens);
    }

    public static Callers of(RequestHeaders requestHeaders, ClientCertificates clients, AccountTokens accounts) {
        return new Callers(requestHeaders, clients, accounts, Map.of(), false, true);
    }

    /// @param key of the accounts' tokens
    public Authentication authentication(TokenKey key, Lookup lookup, InstantSource clock) {
        TokenFigures figures = new TokenFigures();
        TokenAuthenticator known = new LegacyTokens(
                key,
                lookup,
                accounts.audiences(),
                figures,
                new ServiceAccountTokens(key, accounts.issuers(), lookup, clock, figures));
        if (bootstrapTokens) {
            known = new BootstrapTokens(lookup, accounts.audiences(), clock, known);
        }
        if (!tokens.isEmpty()) {
            known = new WrittenTokens(tokens, accounts.audiences(), known);
        }
        return new Authentication(requestHeaders, clients, known, accounts.audiences(), anonymous, clock, figures);
    }

    /// Never the tokens.
    @Override
    public String toString() {
        return "Callers[" + accounts + "]";
    }
}
