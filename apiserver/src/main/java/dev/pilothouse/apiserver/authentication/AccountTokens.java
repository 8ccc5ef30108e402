package dev.pilothouse.apiserver.authentication;

import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How tokens of service accounts are made and known (upstream's `--service-account-…` flags).
///
/// @param key the key that signs, asked for when the first token comes or goes
/// @param others keys that have signed tokens too, or did before
/// @param issuers who issues tokens; what the others than the first have issued is known too
/// @param audiences whom tokens are meant for unless they say otherwise, and for whom they are good here
/// @param keysAddress where others fetch the keys; empty for this server
/// @param extended whether tokens of pods that may not know yet that tokens end live on for a year
/// @param longest the life of a token at most; empty for any
public record AccountTokens(
        Supplier<KeyPair> key,
        List<PublicKey> others,
        List<String> issuers,
        List<String> audiences,
        Optional<String> keysAddress,
        boolean extended,
        Optional<Duration> longest) {
    public AccountTokens {
        others = List.copyOf(others);
        issuers = List.copyOf(issuers);
        audiences = List.copyOf(audiences);
    }

    /// The first audience issues tokens.
    public static AccountTokens of(Supplier<KeyPair> key, List<String> audiences) {
        return new AccountTokens(
                key, List.of(), List.of(audiences.getFirst()), audiences, Optional.empty(), true, Optional.empty());
    }

    public TokenKey tokenKey() {
        return new TokenKey(key, others);
    }

    /// Who issues the tokens that are made here.
    public String issuer() {
        return issuers.getFirst();
    }

    /// Never the keys.
    @Override
    public String toString() {
        return "AccountTokens" + issuers;
    }
}
