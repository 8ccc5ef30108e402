package dev.pilothouse.apiserver.authentication;

import java.util.List;

/// Knows whose a bearer token is.
@FunctionalInterface
public interface TokenAuthenticator {
    /// What became of a token.
    sealed interface Verdict {
        /// @param audiences those of the wanted ones that the token is meant for
        record Known(Identity identity, List<String> audiences) implements Verdict {}

        /// @param why for those who may ask about tokens, never for who presented it
        record Refused(String why) implements Verdict {}
    }

    /// @param audiences the token must be meant for one of these
    Verdict identify(String token, List<String> audiences);
}
