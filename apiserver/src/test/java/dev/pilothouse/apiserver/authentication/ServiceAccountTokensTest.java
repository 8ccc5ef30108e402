package dev.pilothouse.apiserver.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceAccountTokensTest {
    private static final String ISSUER = "https://kubernetes.default.svc";
    private static final String FORMER_ISSUER = "https://former.example.com";
    private static final List<String> AUDIENCES = List.of(ISSUER);
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final KeyPair PAIR = newPair();

    private final Map<GroupVersionResource, ObjectTree> objects = new HashMap<>();
    private Instant now = START;
    private final TokenKey key = new TokenKey(() -> PAIR);
    private final TokenFigures figures = new TokenFigures();
    private final ServiceAccountTokens tokens = new ServiceAccountTokens(
            key, List.of(ISSUER, FORMER_ISSUER), (resource, _, _) -> Optional.ofNullable(objects.get(resource)), () -> now, figures);

    @BeforeEach
    void thereIsAnAccount() {
        objects.put(ServiceAccount.RESOURCE, object("{'metadata':{'name':'builder','namespace':'ci','uid':'u1'}}"));
    }

    @Test
    void aTokenTellsWhoseItIs() {
        assertThat(tokens.identify(key.sign(claims()), AUDIENCES))
                .isEqualTo(new TokenAuthenticator.Verdict.Known(
                        new Identity(
                                "system:serviceaccount:ci:builder",
                                "u1",
                                List.of("system:serviceaccounts", "system:serviceaccounts:ci"),
                                Map.of("authentication.kubernetes.io/credential-id", List.of("JTI=j1"))),
                        AUDIENCES));
    }

    @Test
    void aTokenOfAFormerIssuerIsGoodAndOneOfAStrangerIsNot() {
        assertThat(tokens.identify(key.sign(claims().with("iss", FORMER_ISSUER)), AUDIENCES))
                .isInstanceOf(TokenAuthenticator.Verdict.Known.class);
        assertThat(why(key.sign(claims().with("iss", "https://stranger.example.com")))).isEqualTo("invalid bearer token");
    }

    @Test
    void whatAPodShouldHaveReplacedIsCountedAsStale() {
        String plain = key.sign(claims());
        ObjectTree bound = claims().object("kubernetes.io").with("warnafter", START.plusSeconds(30).getEpochSecond());
        String warned = key.sign(claims().with("kubernetes.io", bound));
        tokens.identify(plain, AUDIENCES);
        tokens.identify(warned, AUDIENCES);
        tokens.identify(plain, List.of("nobody"));
        assertThat(List.of(figures.valid.sum(), figures.stale.sum())).isEqualTo(List.of(2L, 0L));
        now = START.plusSeconds(31);
        tokens.identify(plain, AUDIENCES);
        tokens.identify(warned, AUDIENCES);
        assertThat(List.of(figures.valid.sum(), figures.stale.sum())).isEqualTo(List.of(3L, 1L));
    }

    @Test
    void aTokenEnds() {
        String token = key.sign(claims());
        now = START.plus(Duration.ofMinutes(10)).plusSeconds(61);
        assertThat(why(token)).isEqualTo("[invalid bearer token, service account token has expired]");
    }

    @Test
    void aTokenDiesWithItsAccount() {
        String token = key.sign(claims());
        assertThat(why(token)).isEmpty();
        objects.put(ServiceAccount.RESOURCE, object("{'metadata':{'name':'builder','namespace':'ci','uid':'u2'}}"));
        assertThat(why(token)).contains("service account UID (u2) does not match claim (u1)");
        objects.clear();
        assertThat(why(token)).contains("serviceaccounts \"builder\" not found");
    }

    @Test
    void aTokenDiesWithItsPod() {
        ObjectTree claims = claims();
        ObjectTree bound = claims.object("kubernetes.io").with("pod", object("{'name':'p','uid':'p1'}"));
        String token = key.sign(claims.with("kubernetes.io", bound));
        assertThat(why(token)).contains("service account token has been invalidated");
        objects.put(Pod.RESOURCE, object("{'metadata':{'name':'p','namespace':'ci','uid':'p1'}}"));
        assertThat(why(token)).isEmpty();
        objects.put(
                Pod.RESOURCE,
                object("{'metadata':{'name':'p','uid':'p1','deletionTimestamp':'2026-01-02T03:02:00Z'}}"));
        assertThat(why(token)).contains("service account token has been invalidated");
    }

    @Test
    void aTokenForOthersIsNoneForUs() {
        String token = key.sign(claims().with("aud", ListTree.ofTexts(List.of("vault"))));
        assertThat(why(token))
                .isEqualTo("[invalid bearer token, token audiences [\"vault\"] is invalid for the target audiences"
                        + " [\"https://kubernetes.default.svc\"]]");
    }

    @Test
    void onlyOurOwnSignatureCounts() {
        String token = key.sign(claims());
        String[] parts = token.split("\\.");
        String unsigned = encode("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        String changed = parts[0] + "." + encode(Json.text(claims().with("sub", "root"))) + "." + parts[2];
        String foreign = new TokenKey(ServiceAccountTokensTest::newPair).sign(claims());
        for (String forged : List.of(unsigned, changed, foreign, "garbage", "", "a.b.c", parts[0] + "." + parts[1])) {
            assertThat(why(forged)).as(forged).contains("invalid bearer token");
        }
    }

    @Test
    void theKeyIsPublishedForOthers() {
        ObjectTree published = key.publicKeys().list("keys").objects().getFirst();
        assertThat(published.text("alg")).isEqualTo("RS256");
        assertThat(Base64.getUrlDecoder().decode(published.text("n"))).hasSize(256);
        String header = key.sign(claims()).split("\\.")[0];
        assertThat(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                .contains(published.text("kid"));
    }

    private String why(String token) {
        return switch (tokens.identify(token, AUDIENCES)) {
            case TokenAuthenticator.Verdict.Known _ -> "";
            case TokenAuthenticator.Verdict.Refused(String why) -> why;
        };
    }

    private static ObjectTree claims() {
        return object("{'aud':['" + ISSUER + "'],'iss':'" + ISSUER + "','jti':'j1','kubernetes.io':{'namespace':'ci',"
                        + "'serviceaccount':{'name':'builder','uid':'u1'}}}")
                .with("nbf", START.getEpochSecond())
                .with("exp", START.plus(Duration.ofMinutes(10)).getEpochSecond());
    }

    private static ObjectTree object(String json) {
        try {
            return Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                    .asObject();
        } catch (MalformedJson e) {
            throw new AssertionError(json, e);
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
