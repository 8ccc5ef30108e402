package dev.pilothouse.apiserver.authentication;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens that an administrator has written down (upstream's `--token-auth-file`). They never end.
///
/// @param audiences whom the tokens are meant for, as they say nothing of it
/// @param next knows all other tokens
record WrittenTokens(Map<String, Identity> tokens, List<String> audiences, TokenAuthenticator next)
        implements TokenAuthenticator {

    @Override
    public Verdict identify(String token, List<String> wanted) {
        List<String> meantFor = audiences.stream().filter(wanted::contains).toList();
        Optional<Identity> known = meantFor.isEmpty() ? Optional.empty() : Optional.ofNullable(tokens.get(token));
        return known.<Verdict>map(identity -> new Verdict.Known(identity, meantFor))
                .orElseGet(() -> next.identify(token, wanted));
    }

    /// Never the tokens.
    @Override
    public String toString() {
        return "WrittenTokens[" + tokens.size() + "]";
    }
}
