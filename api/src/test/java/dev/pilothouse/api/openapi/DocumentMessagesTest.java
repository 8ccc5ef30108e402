package dev.pilothouse.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentMessagesTest {
    private static final String SECOND = "second";
    private static final String THIRD = "third";

    /// Documents and their bytes as gnostic's own compiler writes them.
    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of(SECOND, "{\"definitions\":{\"A\":{\"description\":\"d\",\"properties\":{\"e\":{\"enum\":[\"red\",\"blue\"],\"for"
                                + "mat\":\"f\",\"type\":\"string\"},\"m\":{\"additionalProperties\":{\"type\":\"string\"},\"type\":\"obje"
                                + "ct\"},\"p\":{\"items\":{\"$ref\":\"#/definitions/A\"},\"type\":\"array\",\"x-kubernetes-list-map-k"
                                + "eys\":[\"a\",\"b\"]}},\"required\":[\"p\"],\"type\":\"object\",\"x-kubernetes-group-version-kind\":"
                                + "[{\"group\":\"\",\"kind\":\"A\",\"version\":\"v1\"}]}},\"info\":{\"title\":\"K\",\"version\":\"v1\"},\"path"
                                + "s\":{\"/a/{n}\":{\"get\":{\"consumes\":[\"*/*\"],\"operationId\":\"g\",\"parameters\":[{\"in\":\"body\""
                                + ",\"name\":\"body\",\"required\":true,\"schema\":{\"$ref\":\"#/definitions/A\"}},{\"in\":\"query\",\"n"
                                + "ame\":\"q\",\"type\":\"integer\",\"uniqueItems\":true}],\"produces\":[\"application/json\"],\"resp"
                                + "onses\":{\"200\":{\"description\":\"OK\",\"schema\":{\"$ref\":\"#/definitions/A\"}},\"401\":{\"descr"
                                + "iption\":\"no\"}},\"schemes\":[\"https\"],\"tags\":[\"t\"],\"x-kubernetes-action\":\"list\",\"x-kube"
                                + "rnetes-group-version-kind\":{\"group\":\"\",\"kind\":\"A\",\"version\":\"v1\"}},\"parameters\":[{\"i"
                                + "n\":\"path\",\"name\":\"n\",\"required\":true,\"type\":\"string\",\"uniqueItems\":true}]}},\"securit"
                                + "y\":[{\"B\":[]}],\"securityDefinitions\":{\"B\":{\"description\":\"t\",\"in\":\"header\",\"name\":\"au"
                                + "thorization\",\"type\":\"apiKey\"}},\"swagger\":\"2.0\"}", "0a03322e3012070a014b1202763142b20212af020a062f612f7b6e7d12a4021283020a01742a01673210"
                                + "6170706c69636174696f6e2f6a736f6e3a032a2f2a42250a230a211204626f64791a04626f647920012a"
                                + "110a0f232f646566696e6974696f6e732f41421c0a1a12181a16120571756572792201713207696e7465"
                                + "676572a001014a330a220a03323030121b0a190a024f4b12130a110a0f232f646566696e6974696f6e73"
                                + "2f410a0d0a0334303112060a040a026e6f520568747470736a1e0a13782d6b756265726e657465732d61"
                                + "6374696f6e120712056c6973740a6a430a1f782d6b756265726e657465732d67726f75702d7665727369"
                                + "6f6e2d6b696e641220121e67726f75703a2022220a6b696e643a20410a76657273696f6e3a2076310a4a"
                                + "1c0a1a12182216080112047061746822016e2a06737472696e679801014a87020a84020a014112fe0122"
                                + "01649a010170b201080a066f626a656374ca019c010a260a01651221120166a2010612047265640aa201"
                                + "071205626c75650ab201080a06737472696e670a200a016d121baa010d0a0bb201080a06737472696e67"
                                + "b201080a066f626a6563740a500a0170124bb201070a056172726179ba01130a110a0f232f646566696e"
                                + "6974696f6e732f41fa01280a1a782d6b756265726e657465732d6c6973742d6d61702d6b657973120a12"
                                + "082d20610a2d20620afa01490a1f782d6b756265726e657465732d67726f75702d76657273696f6e2d6b"
                                + "696e64122612242d2067726f75703a2022220a20206b696e643a20410a202076657273696f6e3a207631"
                                + "0a62070a050a014212006a2b0a290a0142122412220a066170694b6579120d617574686f72697a617469"
                                + "6f6e1a06686561646572220174"),
                Arguments.of(THIRD, "{\"components\":{\"schemas\":{\"A\":{\"properties\":{\"a\":{\"allOf\":[{\"$ref\":\"#/components/sch"
                                + "emas/B\"}],\"default\":{}},\"b\":{\"items\":{\"default\":\"\",\"type\":\"string\"},\"type\":\"array\"},"
                                + "\"c\":{\"default\":5,\"type\":\"integer\"},\"d\":{\"default\":false,\"type\":\"boolean\"},\"e\":{\"oneO"
                                + "f\":[{\"type\":\"string\"},{\"type\":\"number\"}]},\"m\":{\"additionalProperties\":{\"$ref\":\"#/com"
                                + "ponents/schemas/A\"},\"type\":\"object\"}},\"type\":\"object\"},\"B\":{}},\"securitySchemes\":{\"B"
                                + "\":{\"description\":\"t\",\"in\":\"header\",\"name\":\"authorization\",\"type\":\"apiKey\"}}},\"info\":"
                                + "{\"title\":\"K\",\"version\":\"v1\"},\"openapi\":\"3.0.0\",\"paths\":{\"/a\":{\"get\":{\"operationId\":\""
                                + "g\",\"parameters\":[{\"in\":\"query\",\"name\":\"q\",\"schema\":{\"type\":\"boolean\",\"uniqueItems\":t"
                                + "rue}}],\"requestBody\":{\"content\":{\"*/*\":{\"schema\":{\"$ref\":\"#/components/schemas/A\"}}}"
                                + ",\"required\":true},\"responses\":{\"200\":{\"content\":{\"application/json\":{\"schema\":{\"$ref"
                                + "\":\"#/components/schemas/A\"}}},\"description\":\"OK\"},\"401\":{\"description\":\"no\"}},\"tags\""
                                + ":[\"t\"],\"x-kubernetes-action\":\"list\"}}}}", "0a05332e302e3012070a014b3202763122d3010ad0010a022f6112c90122c6010a01742a0167321d0a1b"
                                + "0a017112057175657279520f0a0da00101ca0107626f6f6c65616e3a2b0a2912250a230a032a2f2a121c"
                                + "0a1a12180a16232f636f6d706f6e656e74732f736368656d61732f411801425212410a03323030123a0a"
                                + "380a024f4b1a320a300a106170706c69636174696f6e2f6a736f6e121c0a1a12180a16232f636f6d706f"
                                + "6e656e74732f736368656d61732f41120d0a0334303112060a040a026e6f6a1e0a13782d6b756265726e"
                                + "657465732d616374696f6e120712056c6973740a2aae020afe010af2010a014112ec010ae901ca01066f"
                                + "626a656374fa01dc010a270a016112220a20d2011a12180a16232f636f6d706f6e656e74732f73636865"
                                + "6d61732f428a02000a240a0162121f0a1dca01056172726179f201120a100a0eca0106737472696e678a"
                                + "02021a000a1d0a016312180a16ca0107696e74656765728a02090900000000000014400a160a01641211"
                                + "0a0fca0107626f6f6c65616e8a020210000a230a0165121e0a1cda010b0a09ca0106737472696e67da01"
                                + "0b0a09ca01066e756d6265720a2f0a016d122a0a28ca01066f626a65637482021c0a1a12180a16232f63"
                                + "6f6d706f6e656e74732f736368656d61732f410a070a014212020a003a2b0a290a014212240a220a0661"
                                + "70694b65791201741a0d617574686f72697a6174696f6e2206686561646572"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentsAreTheBytesThatGnosticMakesOfThem(String version, String json, String bytes) throws MalformedJson {
        ObjectTree document = Json.parse(json).asObject();
        byte[] written =
                version.equals(SECOND) ? DocumentMessages.second(document) : DocumentMessages.third(document);
        assertThat(HexFormat.of().formatHex(written)).isEqualTo(bytes);
    }

    @Test
    void everyDocumentOfTheServerHasAMessage() {
        OpenApi openApi = new OpenApi(ApiResources.builtIn(), Schemas.builtIn());
        assertThat(DocumentMessages.second(openApi.second("v1"))).hasSizeGreaterThan(1_000_000);
        for (String name : openApi.names()) {
            assertThat(DocumentMessages.third(openApi.document(name, "v1").orElseThrow())).as(name).isNotEmpty();
        }
    }
}
