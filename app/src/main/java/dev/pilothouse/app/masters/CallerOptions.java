package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.authentication.AccountTokens;
import dev.pilothouse.apiserver.authentication.Callers;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.authentication.TokenKey;
import dev.pilothouse.apiserver.AuthorizationMode;
import dev.pilothouse.apiserver.pki.PemFiles;
import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagValues;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// By what the flags of the API server let callers be known.
///
/// @param authorities sign certificates of clients; none, and no certificate is believed
record CallerOptions(List<X509Certificate> authorities, Callers callers) {
    private static final Logger LOG = LoggerFactory.getLogger(CallerOptions.class);
    private static final Duration SHORTEST_LIMIT = Duration.ofHours(1);
    private static final Duration LONGEST_LIMIT = Duration.ofSeconds(1L << 32);

    static CallerOptions of(FlagValues flags, RequestHeaders proxies, List<AuthorizationMode> modes, InstantSource clock) {
        List<X509Certificate> authorities = NamedFile.of(flags, "client-ca-file")
                .map(file -> file.read(PemFiles::certificates))
                .orElse(List.of());
        boolean anonymous = flags.is("anonymous-auth");
        if (anonymous && modes.contains(AuthorizationMode.ALWAYS_ALLOW)) {
            LOG.warn("AnonymousAuth is not allowed with the AlwaysAllow authorizer. Resetting AnonymousAuth to false. You should"
                    + " use a different authorizer");
            anonymous = false;
        }
        return new CallerOptions(
                authorities,
                new Callers(
                        proxies,
                        authorities.isEmpty()
                                ? ClientCertificates.none()
                                : ClientCertificates.signedBy(authorities, clock),
                        accounts(flags),
                        NamedFile.of(flags, "token-auth-file")
                                .map(file -> file.read(TokenAuthFile::read))
                                .orElse(Map.of()),
                        flags.is("enable-bootstrap-token-auth"),
                        anonymous));
    }

    private static AccountTokens accounts(FlagValues flags) {
        List<String> issuers = flags.texts("service-account-issuer");
        Optional<NamedFile> signing = NamedFile.of(flags, "service-account-signing-key-file");
        List<String> audiences = flags.texts("api-audiences");
        checkIssuers(issuers);
        if (signing.isEmpty() || issuers.isEmpty()) {
            throw new FlagError(
                    signing.isEmpty() && issuers.isEmpty() && audiences.isEmpty()
                            ? "--service-account-signing-key-file and --service-account-issuer are required flags"
                            : "--service-account-signing-key-file, --service-account-issuer, and --api-audiences should be"
                                    + " specified together");
        }
        PrivateKey key = signing.get().read(PemFiles::privateKey);
        PublicKey half = checked(signing.get(), signing.get().read(path -> PemFiles.publicHalf(key, path)));
        KeyPair pair = new KeyPair(half, key);
        List<PublicKey> others = NamedFile.all(flags, "service-account-key-file").stream()
                .flatMap(file -> keys(file).stream())
                .toList();
        return new AccountTokens(
                () -> pair,
                others,
                issuers,
                audiences.isEmpty() ? issuers : audiences,
                Optional.of(flags.text("service-account-jwks-uri")).filter(uri -> !uri.isEmpty()),
                flags.is("service-account-extend-token-expiration"),
                longest(flags));
    }

    private static List<PublicKey> keys(NamedFile file) {
        return file.read(PemFiles::publicKeys).stream().map(key -> checked(file, key)).toList();
    }

    private static PublicKey checked(NamedFile file, PublicKey key) {
        if (!TokenKey.canSign(key)) {
            throw file.refused(
                    key instanceof ECPublicKey
                            ? "unknown private key curve, must be 256, 384, or 521"
                            : "holds an " + key.getAlgorithm() + " key; tokens are signed with RSA and ECDSA keys");
        }
        return key;
    }

    private static void checkIssuers(List<String> issuers) {
        HashSet<String> seen = new HashSet<>();
        for (String issuer : issuers) {
            if (!seen.add(issuer)) {
                throw new FlagError("service-account-issuer \"" + issuer + "\" was specified multiple times");
            }
            try {
                if (issuer.contains(":")) {
                    new URI(issuer);
                }
            } catch (URISyntaxException wrong) {
                throw new FlagError("service-account-issuer \"" + issuer + "\" contained a ':' but was not a valid URL: "
                        + wrong.getMessage());
            }
        }
    }

    private static Optional<Duration> longest(FlagValues flags) {
        Duration longest = flags.duration("service-account-max-token-expiration");
        if (longest.isZero()) {
            return Optional.empty();
        }
        if (longest.compareTo(SHORTEST_LIMIT) < 0 || longest.compareTo(LONGEST_LIMIT) > 0) {
            throw new FlagError("the service-account-max-token-expiration must be between 1 hour and 2^32 seconds");
        }
        return Optional.of(longest);
    }
}
