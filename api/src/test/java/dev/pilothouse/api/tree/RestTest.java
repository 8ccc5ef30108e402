package dev.pilothouse.api.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.LongStream;

/// A document that let go of its tape is as it was before, wherever somebody stands in it.
class RestTest {
    private static final String[] NAMES = {"metadata", "name", "spec", "own \"näme\"", "tab\t", "", "x"};

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTapeIsMadeAgainAsItWas(long seed) {
        Tree tree = Json.seal(object(new SplittableRandom(seed), 4));
        Document document = ((SliceObject) tree).document();
        int[] before = document.tape();
        assertThat(Json.rest(tree)).isEqualTo(4L * before.length);
        assertThat(Json.rest(tree)).as("again").isZero();
        assertThat(document.tape()).isNotSameAs(before).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void slicesStayWhereTheyAre(long seed) {
        ObjectTree tree = Json.seal(object(new SplittableRandom(seed), 4));
        ObjectTree.Cursor cursor = tree.cursor();
        while (cursor.next()) {
            String text = Json.text(cursor.value());
            Tree value = cursor.value();
            Json.rest(tree);
            assertThat(Json.text(value)).isEqualTo(text);
            assertThat(tree.get(cursor.name())).isEqualTo(value);
        }
    }


    @Test
    void takingAWholeDocumentNeedsNoTape() throws MalformedJson {
        Tree object = Json.parse("{\"metadata\":{\"name\":\"a\"}}");
        Tree list = ObjectTree.of("items", ListTree.of(object));
        Json.rest(object);
        assertThat(Length.of(list).bytes()).isEqualTo(Json.write(list).length);
        assertThat(Json.seal(object)).isSameAs(object);
        assertThat(Json.text(object)).isEqualTo("{\"metadata\":{\"name\":\"a\"}}");
        assertThat(object).isEqualTo(Json.parse("{\"metadata\":{\"name\":\"a\"}}"));
        assertThat(((SliceObject) object).document().isResting()).isTrue();
    }

    private static ObjectTree object(RandomGenerator random, int depth) {
        ObjectTree.Builder builder = ObjectTree.builder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            builder.put(NAMES[random.nextInt(NAMES.length)] + (random.nextBoolean() ? "" : i), value(random, depth));
        }
        return builder.build();
    }

    private static Tree value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> Tree.of("plain");
            case 1 -> Tree.of("a \"quoted\" line\n and käse \ud83e\uddc0");
            case 2 -> Tree.of(random.nextLong());
            case 3 -> Tree.of(random.nextBoolean());
            case 4 -> NullTree.NULL;
            case 5 -> number(random);
            case 6 -> ListTree.of(value(random, depth - 1), value(random, depth - 1));
            default -> object(random, depth - 1);
        };
    }

    private static Tree number(RandomGenerator random) {
        double number = random.nextInt(3) == 0 ? random.nextInt() : random.nextDouble() * Math.pow(10, random.nextInt(-30, 30));
        try {
            return Json.parse(Double.toString(number));
        } catch (MalformedJson impossible) {
            throw new AssertionError(impossible);
        }
    }
}
