package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Between the feed and one client: order, the end, the bound.
class WatcherTest {
    private static final long A_WHILE = Duration.ofSeconds(10).toNanos();

    private final LongAdder terminated = new LongAdder();
    private final Watcher watcher = new Watcher(
            change -> change.revision() % 10 == 0 ? Watcher.Sight.NOTHING : Watcher.Sight.ADDED,
            Optional.empty(),
            terminated);

    @Test
    void handsOutAllThatWaitsInOrderAndKeepsNothingOfIt() throws InterruptedException {
        offer(1, 3);

        assertThat(watcher.take(A_WHILE)).extracting(seen -> seen.change().revision()).containsExactly(1L, 2L, 3L);
        assertThat(watcher.isIdle()).isTrue();
        assertThat(watcher.take(0)).isEmpty();
    }

    @Test
    void doesNotHoldWhatNobodyWants() {
        offer(10, 10);

        assertThat(watcher.isIdle()).isTrue();
    }

    @Test
    void handsOutWhatCameBeforeItsEndAndNothingAfter() throws InterruptedException {
        offer(1, 1);
        watcher.end();
        offer(2, 2);

        assertThat(watcher.isEnded()).isFalse();
        assertThat(watcher.take(A_WHILE)).extracting(seen -> seen.change().revision()).containsExactly(1L);
        assertThat(watcher.isEnded()).isTrue();
    }

    @Test
    void wakesWhoWaitsWhenItEnds() throws InterruptedException {
        Thread feed = Thread.ofVirtual().start(watcher::end);

        assertThat(watcher.take(A_WHILE)).isEmpty();
        feed.join();
        assertThat(watcher.isEnded()).isTrue();
    }

    @Test
    void endsAtOnceWhenItsClientIsTenThousandChangesBehind() throws InterruptedException {
        offer(1, 12_000);

        assertThat(watcher.isEnded()).isTrue();
        assertThat(watcher.take(A_WHILE)).isEmpty();
        assertThat(terminated.sum()).isEqualTo(1);
    }

    @Test
    void tellsOfWhatWasOfferedWhenItIsAskedToAndOfItsEndByItself() {
        AtomicInteger told = new AtomicInteger();
        watcher.listen(told::incrementAndGet);
        offer(1, 3);
        assertThat(told).hasValue(0);
        watcher.tell();
        assertThat(told).hasValue(1);
        watcher.end();
        assertThat(told).hasValue(2);
    }

    private void offer(long first, long last) {
        List<Change> changes = LongStream.rangeClosed(first, last)
                .mapToObj(revision -> new Change(
                        revision, false, new Item("/registry/pods/a", ObjectTree.EMPTY, revision), Optional.empty()))
                .toList();
        changes.forEach(watcher::offer);
    }
}
