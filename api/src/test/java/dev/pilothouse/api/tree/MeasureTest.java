package dev.pilothouse.api.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "-12.5",
                "\"a \\\"quoted\\\" line\\n\\u0001 and käse \\ud83e\\uddc0\"",
                "{\"metadata\":{\"name\":\"x\",\"labels\":{\"own/näme\":\"1\",\"tab\\t\":\"2\"}},\"spec\":[1,true,null,{\"a\":[]}]}",
            })
    void theMeasureOfAValueIsWhatWritingItTakes(String json) throws MalformedJson {
        Tree sealed = Json.parse(json);
        for (Tree tree : new Tree[] {sealed, built(sealed), ObjectTree.of("half", ListTree.of(sealed, built(sealed)))}) {
            Writer writer = new Writer(0, 0);
            writer.write(tree);
            Document written = writer.document();
            assertThat(Measure.bytes(tree)).as(json).isEqualTo(written.json.length);
            assertThat(Json.lent(tree)).isEqualTo(written.json);
        }
    }

    /// The same value without any slice in it.
    private static Tree built(Tree tree) {
        return switch (tree) {
            case ObjectTree object -> {
                ObjectTree.Builder builder = ObjectTree.builder();
                object.fields().forEach(field -> builder.put(field.name(), built(field.value())));
                yield builder.build();
            }
            case ListTree list -> {
                java.util.List<Tree> elements = new java.util.ArrayList<>();
                list.forEach(element -> elements.add(built(element)));
                yield ListTree.of(elements);
            }
            case TextTree text -> Tree.of(text.asText());
            default -> tree;
        };
    }
}
