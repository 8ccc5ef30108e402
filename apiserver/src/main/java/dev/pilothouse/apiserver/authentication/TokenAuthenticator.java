package dev.pilothouse.apiserver.authentication;

import java.util.List;
import java.util.Optional;

/// Knows whose a bearer token is.
@FunctionalInterface
public interface TokenAuthenticator {
    /// @param audiences the token must be meant for one of these
    /// @return empty if the token isn't valid, for whatever reason
    Optional<Identity> identify(String token, List<String> audiences);
}
