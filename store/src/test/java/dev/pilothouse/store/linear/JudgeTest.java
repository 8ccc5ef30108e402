package dev.pilothouse.store.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.linear.Op.Ask;
import dev.pilothouse.store.linear.Op.Came;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final Ask DELETE = new Ask.Commit(Map.of("/k", Optional.empty()), Map.of());

    private final Line line = new Line();

    /// Deleted at revision 3.
    JudgeTest() {
        line.add(2, "/k", Optional.of("v"));
        line.add(3, "/k", Optional.empty());
    }

    private static Op written() {
        return new Op(0, 1, 2, new Ask.Commit(Map.of("/k", Optional.of("v")), Map.of()), new Came.Done(2));
    }

    private static Op deletedPerhaps(int client, long from) {
        return new Op(client, from, Op.NEVER, DELETE, new Came.Unknown("killed"));
    }

    private static Op revision(long from, long to, long said) {
        return new Op(3, from, to, new Ask.Revision(), new Came.At(said));
    }

    @Test
    void ofTwoThatGotNoAnswerTheOneWhoAskedInTimeMadeTheChange() {
        assertThat(Judge.wrong(List.of(written(), deletedPerhaps(1, 9), deletedPerhaps(2, 3), revision(4, 5, 3)), line))
                .isEmpty();
    }

    @Test
    void aRevisionThatNobodyHadAskedForYetIsWrong() {
        assertThat(Judge.wrong(List.of(written(), deletedPerhaps(1, 9), revision(4, 5, 3)), line))
                .singleElement()
                .asString()
                .startsWith("J3 said the revision");
    }

    @Test
    void aChangeThatNobodyAskedForIsWrong() {
        assertThat(Judge.wrong(List.of(written()), line)).singleElement().asString().startsWith("J2 nobody");
    }
}
