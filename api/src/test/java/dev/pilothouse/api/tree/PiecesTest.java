package dev.pilothouse.api.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
    @Test
    void thePiecesOfAListAreItsCanonicalBytes() throws MalformedJson {
        Tree list = list(3 * Pieces.BYTES / 40);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Integer> sizes = new ArrayList<>();
        Pieces.write(list, (bytes, offset, length) -> {
            all.write(bytes, offset, length);
            sizes.add(length);
        });
        assertThat(all.toByteArray()).isEqualTo(Json.write(list)).hasSize((int) Length.of(list).bytes());
        assertThat(Json.write(list)).isEqualTo(Json.write(Json.seal(list)));
        assertThat(sizes).hasSizeGreaterThan(2);
        assertThat(sizes.subList(0, sizes.size() - 1)).containsOnly(Pieces.BYTES);
    }

    @Test
    void aTextLongerThanAPieceIsCut() {
        Tree text = Tree.of("ä\n".repeat(Pieces.BYTES));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Pieces.write(ObjectTree.of("text", text), all::write);
        assertThat(all.toByteArray()).isEqualTo(Json.write(ObjectTree.of("text", text)));
    }

    @Test
    void whoStopsTakingEndsTheWriting() {
        assertThatThrownBy(() -> Pieces.write(list(Pieces.BYTES), (_, _, _) -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }

    /// Parsed and built objects by turns, with names and texts of their own.
    private static Tree list(int count) throws MalformedJson {
        List<Tree> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(
                    i % 2 == 0
                            ? Json.parse("{\"metadata\":{\"name\":\"x-" + i + "\"},\"spec\":[1.5,true,null]}")
                            : ObjectTree.of("own/näme", ListTree.of(Tree.of("\"" + i), Tree.of(i), Tree.of(true))));
        }
        return ObjectTree.of("items", ListTree.of(items));
    }
}
