package dev.pilothouse.apiserver.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pilothouse.api.meta.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinueTokenTest {
    private static final String WHY = "invalid continue token: continue key is not valid: ";

    @Test
    void aTokenComesBackAsItWent() {
        ContinueToken token = new ContinueToken(7, "n/name");
        assertEquals(token, ContinueToken.decode(token.encode()));
        String text = new String(Base64.getUrlDecoder().decode(token.encode()), StandardCharsets.UTF_8);
        assertEquals("{\"v\":\"meta.k8s.io/v1\",\"rv\":7,\"start\":\"/n/name\\u0000\"}", text);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "!       | illegal base64 data at input byte 0",
                "e30=    | illegal base64 data at input byte 3",
                "e30+aaa | illegal base64 data at input byte 3",
                "e30aa   | illegal base64 data at input byte 4",
                "e30     | server does not recognize this encoded version ",
            },
            ignoreLeadingAndTrailingWhitespace = true)
    void whatIsNotBase64IsRefused(String token, String why) {
        assertEquals((WHY + why).strip(), refusal(token).strip());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"v\":\"v2\",\"rv\":1,\"start\":\"a\"}              | server does not recognize this encoded version v2",
                "{\"v\":\"meta.k8s.io/v1\",\"start\":\"a\"}           | incorrect encoded start resourceVersion (version meta.k8s.io/v1)",
                "{\"v\":\"meta.k8s.io/v1\",\"rv\":1}                  | encoded start key empty (version meta.k8s.io/v1)",
                "{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"../a\"} | ../a",
                "{\"v\":\"meta.k8s.io/v1\",\"rv\":\"1\",\"start\":\"a\"}"
                        + " | json: cannot unmarshal string into Go struct field continueToken.rv of type int64",
                "{\"v\":1}    | json: cannot unmarshal number into Go struct field continueToken.v of type string",
                "[]           | json: cannot unmarshal array into Go value of type storage.continueToken",
            })
    void aTokenThatNoServerMadeIsRefused(String json, String why) {
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        assertEquals(WHY + why, refusal(token));
    }

    private static String refusal(String token) {
        return assertThrows(ApiError.class, () -> ContinueToken.decode(token)).status().message();
    }
}
