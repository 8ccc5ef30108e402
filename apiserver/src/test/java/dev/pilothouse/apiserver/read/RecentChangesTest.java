package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is still known of a resource's past.
class RecentChangesTest {
    private final RecentChanges recent = new RecentChanges();

    private static Change change(long revision) {
        return new Change(revision, false, new Item("/a", ObjectTree.EMPTY, revision), Optional.empty());
    }

    private List<Long> behind(long revision) {
        List<Long> seen = new ArrayList<>();
        recent.forEachBehind(revision, change -> seen.add(change.revision()));
        return seen;
    }

    @Test
    void whatFollowsARevisionIsToldInOrder() {
        recent.beginAt(4);
        for (long revision = 5; revision < 9; revision++) {
            recent.add(change(revision));
        }
        assertThat(behind(6)).containsExactly(7L, 8L);
    }

    @Test
    void theOldestIsForgottenBeyondTheBound() {
        recent.beginAt(0);
        for (long revision = 1; revision <= RecentChanges.KEPT + 3; revision++) {
            recent.add(change(revision));
        }
        assertThat(recent.from()).isEqualTo(3);
        assertThat(behind(3)).hasSize(RecentChanges.KEPT);
        assertThatExceptionOfType(StoreException.Compacted.class).isThrownBy(() -> behind(2));
    }
}
