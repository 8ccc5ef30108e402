package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.List;
import java.security.PublicKey;
import java.util.Optional;
import java.util.function.Supplier;

/// Signs and recognizes the cluster's own JSON web tokens (RFC 7519, compact form).
///
/// K1 The algorithm is never taken from the token: what isn't signed with one of these very keys, each in its own one way, isn't ours.
///
/// Safe for use by many threads.
public final class TokenKey {
    /// Tokens that are remembered as rightly signed: checking a signature costs a hundred times a look-up.
    private static final int REMEMBERED_TOKENS = 2048;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final Supplier<KeyPair> pair;
    private final List<PublicKey> others;
    private final Map<String, ObjectTree> recognized =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ObjectTree> eldest) {
                    return size() > REMEMBERED_TOKENS;
                }
            });

    /// @param pair a key that can sign tokens, asked for when the first token comes or goes; may wait for it to be made
    public TokenKey(Supplier<KeyPair> pair) {
        this(pair, List.of());
    }

    /// @param others public halves of keys that have signed tokens too, or did before
    public TokenKey(Supplier<KeyPair> pair, List<PublicKey> others) {
        this.pair = pair;
        this.others = List.copyOf(others);
    }

    /// Whether tokens can be signed with a key, RSA or ECDSA on one of NIST's curves, by its public half.
    public static boolean canSign(PublicKey key) {
        return TokenAlgorithm.of(key).isPresent();
    }

    private List<PublicKey> keys() {
        PublicKey own = pair.get().getPublic();
        return Stream.concat(Stream.of(own), others.stream()).distinct().toList();
    }

    /// A token that says this.
    public String sign(ObjectTree claims) {
        TokenAlgorithm algorithm = algorithm(pair.get().getPublic());
        ObjectTree header = ObjectTree.builder().put("alg", algorithm.name()).put("kid", id(pair.get().getPublic())).build();
        String signed = ENCODER.encodeToString(Json.write(header)) + "." + ENCODER.encodeToString(Json.write(claims));
        try {
            Signature signature = Signature.getInstance(algorithm.signature);
            signature.initSign(pair.get().getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + ENCODER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with RSA and ECDSA", e);
        }
    }

    /// What a token says of itself, which proves nothing; empty if it isn't one.
    static Optional<ObjectTree> unverifiedClaims(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == 3 ? json(parts[1]) : Optional.empty();
    }

    /// What a token says that this key has signed; empty for all others.
    Optional<ObjectTree> claims(String token) {
        ObjectTree known = recognized.get(token);
        if (known != null) {
            return Optional.of(known);
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || !isSigned(parts, json(parts[0]).orElse(ObjectTree.EMPTY))) {
            return Optional.empty();
        }
        Optional<ObjectTree> claims = json(parts[1]);
        claims.ifPresent(it -> recognized.put(token, it));
        return claims;
    }

    private boolean isSigned(String[] parts, ObjectTree header) {
        return !header.has("crit")
                && keys().stream()
                        .filter(key -> algorithm(key).name().equals(header.text("alg")))
                        .anyMatch(key -> isSigned(parts, key));
    }

    private static boolean isSigned(String[] parts, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(algorithm(key).signature);
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(DECODER.decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static TokenAlgorithm algorithm(PublicKey key) {
        return TokenAlgorithm.of(key)
                .orElseThrow(() -> new IllegalArgumentException("no tokens are signed with keys of " + key.getAlgorithm()));
    }

    private static Optional<ObjectTree> json(String part) {
        try {
            return Json.parse(DECODER.decode(part)) instanceof ObjectTree object ? Optional.of(object) : Optional.empty();
        } catch (MalformedJson | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /// The name of the key: the hash of its public half.
    private static String id(PublicKey key) {
        try {
            return ENCODER.encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The public keys as a JSON web key set (RFC 7517), for those who check tokens on their own.
    public ObjectTree publicKeys() {
        return ObjectTree.of("keys", ListTree.of(keys().stream().map(TokenKey::shown).toList()));
    }

    /// What tokens may be signed with, sorted.
    public List<String> algorithms() {
        return keys().stream().map(key -> algorithm(key).name()).distinct().sorted().toList();
    }

    private static ObjectTree shown(PublicKey key) {
        TokenAlgorithm algorithm = algorithm(key);
        ObjectTree.Builder shown = ObjectTree.builder()
                .put("use", "sig")
                .put("kty", key.getAlgorithm())
                .put("kid", id(key));
        if (key instanceof ECPublicKey ec) {
            return shown.put("crv", algorithm.curve)
                    .put("alg", algorithm.name())
                    .put("x", unsigned(ec.getW().getAffineX(), algorithm.bytes()))
                    .put("y", unsigned(ec.getW().getAffineY(), algorithm.bytes()))
                    .build();
        }
        RSAPublicKey rsa = (RSAPublicKey) key;
        return shown.put("alg", algorithm.name())
                .put("n", unsigned(rsa.getModulus(), 1))
                .put("e", unsigned(rsa.getPublicExponent(), 1))
                .build();
    }

    /// @param leastBytes shorter numbers have zeros before them
    private static String unsigned(BigInteger number, int leastBytes) {
        byte[] bytes = number.toByteArray();
        int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        int length = Math.max(leastBytes, bytes.length - sign);
        byte[] padded = new byte[length];
        System.arraycopy(bytes, sign, padded, length - (bytes.length - sign), bytes.length - sign);
        return ENCODER.encodeToString(padded);
    }
}
